using System.Globalization;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Documents;

/// <summary>A plan as a DOCX: what the reading view shows, for an office where plans travel as files.</summary>
public static class PlanDocument
{
    /// <summary>From so many columns on a table gets pages turned on their side.</summary>
    public const int WideTable = 6;

    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(PlanDocument), "DocumentTexts");

    /// <param name="view">Read for the person who asks: the document holds what they may see.</param>
    /// <param name="language">es, ko or en: of headings and labels; the text stays as it was written.</param>
    /// <param name="zone">The reader's.</param>
    public static byte[] Write(PlanView view, string language, string zone)
    {
        var texts = Catalog.In(language, zone);
        var plan = view.Plan;
        using var document = new WordDocument(new DocumentFacts(plan.Title, language, $"{view.Programme.In(language)} · {plan.Reference}")
        {
            Author = Name(view, plan.OfficialId, texts),
            Subject = view.Template.Title.In(language),
            CreatedAt = view.Revision?.SubmittedAt ?? view.Working.Values.Select(s => (DateTimeOffset?)s.UpdatedAt).Max(),
        });
        document.Title(view.Revision?.Title ?? plan.Title, view.Template.Title.In(language));
        document.Table(new DocumentTable([], [.. Identity(view, texts).Select(f =>
            (IReadOnlyList<DocumentCell>)[DocumentCell.Plain(f.Name, isHeader: true), DocumentCell.Plain(f.Value)])])
        {
            Weights = [28, 72],
        });
        var contents = new PlanContents(view.Template, view.Contents);
        foreach (var section in view.Template.Sections)
            Write(document, section, contents, view.LanguageOf(section.Key), texts);
        return document.ToBytes();
    }

    static void Write(WordDocument document, SectionDeclaration section, PlanContents contents, string written, Texts texts)
    {
        var content = contents[section.Key];
        var isEmpty = section.Kind.IsEmpty(section, content);
        var gantt = section.Gantt is not null && !isEmpty ? GanttTable.Of(section, content, ReadingOf(contents, texts.Culture)) : null;
        document.Turn(!isEmpty && (section.Columns.Count >= WideTable || gantt is not null));
        document.Heading(1, $"{section.Number}. {section.Title.In(texts.Culture)}");
        if (isEmpty)
        {
            document.Paragraph(texts["section.empty"], emphasised: true);
            return;
        }
        document.Html(section.Kind.Render(section, content, ReadingOf(contents, texts.Culture)), written);
        if (gantt is not null)
        {
            document.Heading(2, texts["gantt.title"]);
            document.Table(gantt);
        }
    }

    static Reading ReadingOf(PlanContents contents, CultureInfo culture) => new(culture) { RowTitle = contents.RowTitle };

    /// <summary>What a title block says: who, where, of which round, which text with which receipt.</summary>
    public static IEnumerable<(string Name, string Value)> Identity(PlanView view, string language, string zone) => Identity(view, Catalog.In(language, zone));

    static IEnumerable<(string Name, string Value)> Identity(PlanView view, Texts texts)
    {
        var plan = view.Plan;
        var official = view.People.GetValueOrDefault(plan.OfficialId);
        (string Key, string? Value)[] facts =
        [
            ("reference", plan.Reference),
            ("official", Lists.Join(view.Facts.CoAuthors.Prepend(plan.OfficialId).Select(p => Name(view, p, texts)), texts.Culture)),
            ("post", official?.Post),
            ("institution", official?.Institution),
            ("region", official?.Region),
            ("supervisor", plan.SupervisorId is { } supervisor ? Name(view, supervisor, texts) : null),
            ("programme", view.Programme.In(texts.Culture)),
            ("round", view.Round.In(texts.Culture)),
            ("subject", view.Subject?.In(texts.Culture)),
            ("text", view.Revision is { } revision
                ? texts["text.revision", ("number", revision.Number), ("at", revision.SubmittedAt)]
                : texts["text.working"]),
            ("receipt", view.Revision?.Receipt),
            ("sha256", view.Revision?.Sha256),
        ];
        return facts.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => (texts[$"fact.{f.Key}"], f.Value!));
    }

    static string Name(PlanView view, long person, Texts texts) => view.People.GetValueOrDefault(person)?.WrittenName.In(texts.Culture) ?? texts["person.erased"];
}
