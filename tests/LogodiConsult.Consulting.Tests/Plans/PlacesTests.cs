using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Tests.Templates;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class PlacesTests
{
    static readonly PlanTemplate Template = PublishedTemplatesTests.Library.Newest("action-plan")!;

    [Fact]
    public void Carry_PassageStandsInASentenceThatGrew_TellsTheSentenceBeforeAndNow()
    {
        const string before = "Se abre la oficina. Votan 2 400 personas. Fin.";
        const string after = "Se abre la oficina. Votan 2 400 personas; al menos 300 en cada distrito. Fin.";
        var place = Places.Carry(before, after, 26, 40);
        Assert.Equal((PlaceKind.Unmoved, "2 400 personas"), (place.Kind, place.NewPassage));
        Assert.Equal(("Votan 2 400 personas.", "Votan 2 400 personas; al menos 300 en cada distrito."), place.Around);
        Assert.Null(Places.Carry(before, before + " Y más.", 26, 40).Around);
    }

    [Fact]
    public void Carry_TextFromOutsideWithoutASentenceOfTheOld_IsFoundBySearchAndCalledChanged()
    {
        const string before = "Se abre la oficina en marzo. Se capacitará a 120 servidores públicos. El plazo es de un año.";
        // As it comes out of a PDF that lost its blanks.
        const string after = "Laoficinaabreyaenjunio. Secapacitaráa120servidorespúblicos. Elplazoserámáslargo.";
        var place = Places.Carry(before, after, 29, 69);
        Assert.Equal((PlaceKind.Changed, "Secapacitaráa120servidorespúblicos."), (place.Kind, place.NewPassage));
        // Two places as like: none is taken.
        Assert.Equal(PlaceKind.Deleted, Places.Carry(before, after + " Secapacitaráa120servidoraspúblicos.", 29, 69).Kind);
    }

    [Fact]
    public void Find_ACellThatCameInUnderAnotherRow_IsThere()
    {
        var found = Imported([("r7", "Visitas mensuales y consultas respondidas"), ("r8", "Otra medida")]);
        Assert.Equal((PlaceKind.Moved, "r7/indicator", 0), (found.Kind, found.Part, found.Start));
        found = Imported([("r7", "Visitas por mes y consultas respondidas"), ("r8", "Otra medida")]);
        Assert.Equal((PlaceKind.Changed, "r7/indicator"), (found.Kind, found.Part));
        // Two rows as like, or none: nothing is guessed.
        Assert.Equal(PlaceKind.Deleted, Imported([("r7", "Visitas mensuales y consultas respondidas"), ("r8", "Visitas mensuales y consultas respondidas")]).Kind);
        Assert.Equal(PlaceKind.Deleted, Imported([("r7", "Otra medida")]).Kind);
        // It stood in another row already: that row did not become this one.
        Assert.Equal(PlaceKind.Deleted, Imported([("r2", "Visitas mensuales y consultas respondidas")], [("r2", "Visitas mensuales y consultas respondidas")]).Kind);

        static Place Imported((string Id, string Cell)[] rows, params (string Id, string Cell)[] besides)
        {
            string Table(IEnumerable<(string Id, string Cell)> of) =>
                new TableContent([.. of.Select(r => new ContentRow(r.Id, new Dictionary<string, string> { ["summary"] = "Tablero", ["indicator"] = r.Cell }))], 9).Write();
            const string cell = "Visitas mensuales y consultas respondidas";
            return Places.Find(Template["logframe"], "r1/indicator", new TextAtATime(Table([("r1", cell), .. besides]), 0), new TextAtATime(Table(rows), 1), 0, cell.Length);
        }
    }

    [Fact]
    public void Find_AWholeCellWrittenAnew_IsChangedIntoWhatTheCellReads()
    {
        var found = Find("Visitas mensuales y consultas respondidas", "Preguntas ciudadanas sobre una obra, en cinco días", whole: true);
        Assert.Equal((PlaceKind.Changed, 0, "Preguntas ciudadanas sobre una obra, en cinco días"), (found.Kind, found.Start, found.NewPassage));
        // A part of a cell, and a cell that was emptied, are gone.
        Assert.Equal(PlaceKind.Deleted, Find("Visitas mensuales y consultas", "Otra medida del todo", whole: false).Kind);
        Assert.Equal(PlaceKind.Deleted, Find("Visitas mensuales", "", whole: true).Kind);
    }

    static Place Find(string before, string after, bool whole)
    {
        string Table(string cell) => new TableContent([new ContentRow("r1", new Dictionary<string, string> { ["summary"] = "Tablero", ["indicator"] = cell })], 2).Write();
        var comment = new Comment
        {
            RevisionId = 1,
            SectionKey = "logframe",
            Part = "r1/indicator",
            Selector = Selectors.From(before, 0, whole ? before.Length : 7).ToJson(),
        };
        return Places.Find(comment, Template, new TextAtATime(Table(before), 0), new TextAtATime(Table(after), 0))!;
    }
}
