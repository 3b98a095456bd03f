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
        return Places.Find(comment, Template, new Dictionary<long, Dictionary<string, string>> { [1] = new() { ["logframe"] = Table(before) } },
            new Dictionary<string, string> { ["logframe"] = Table(after) })!;
    }
}
