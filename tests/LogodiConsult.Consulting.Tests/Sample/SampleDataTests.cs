using System.Text.Json;
using LogodiConsult.Consulting.Sample;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Sample;

public sealed class SampleDataTests
{
    static readonly SampleData Data = SampleData.Load();

    [Theory]
    [InlineData("official", 21)]
    [InlineData("consultant", 6)]
    [InlineData("lead", 2)]
    [InlineData("supervisor", 1)]
    [InlineData("interpreter", 1)]
    [InlineData("administrator", 1)]
    public void People_OfARole_AreAsManyAsPromised(string role, int count) =>
        Assert.Equal(count, Data.People.People.Count(p => p.Roles.Contains(role)));

    [Fact]
    public void People_All_AreMarkedAndCannotBeWrittenTo()
    {
        Assert.All(Data.People.People, p =>
        {
            Assert.True(p.Sample);
            Assert.EndsWith(".example", p.Email, StringComparison.Ordinal);
            Assert.Equal(p.Email.ToLowerInvariant(), p.Email);
            Assert.Contains(p.Language, new[] { "es", "ko", "en" });
            Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(p.Zone, out _), p.Zone);
        });
        Assert.Distinct(Data.People.People.Select(p => p.Email));
        Assert.Distinct(Data.People.People.Select(p => p.Key));
    }

    [Fact]
    public void Consultants_EverySubject_HasOne()
    {
        var known = Data.People.People.SelectMany(p => p.Subjects).ToHashSet();
        Assert.All(Data.Programmes.Subjects, s => Assert.Contains(s.Key, known));
    }

    [Fact]
    public void Keys_Everywhere_Resolve()
    {
        var people = Data.People.People.Select(p => p.Key).ToHashSet();
        var institutions = Data.People.Institutions.Select(i => i.Key).ToHashSet();
        var organisations = Data.Programmes.Organisations.Select(o => o.Key).ToHashSet();
        var subjects = Data.Programmes.Subjects.Select(s => s.Key).ToHashSet();
        var rounds = Data.Programmes.Programmes.SelectMany(p => p.Rounds).ToDictionary(r => r.Key);
        var plans = Data.Plans.Select(p => p.Key).ToHashSet();

        Assert.All(Data.People.People, p => Assert.Contains(p.Institution, institutions));
        Assert.All(Data.People.People.SelectMany(p => p.Subjects), s => Assert.Contains(s, subjects));
        Assert.All(Data.People.Institutions.Select(i => i.Superior?.Person).OfType<string>(), p => Assert.Contains(p, people));
        Assert.All(Data.Programmes.Programmes, p =>
        {
            Assert.All(new[] { p.Host, p.Sponsor, p.Requester }, o => Assert.Contains(o, organisations));
            Assert.All(p.Leads.Concat(p.Interpreters).Concat(p.Rounds.SelectMany(r => r.Consultants)), k => Assert.Contains(k, people));
        });
        Assert.All(Data.Plans, p =>
        {
            Assert.Contains(p.Official, people);
            Assert.Contains(p.Subject, rounds[p.Round].Subjects);
            Assert.True(p.Continues is null || plans.Contains(p.Continues), p.Key);
            Assert.All(p.CoAuthors.Select(a => a.Person).Concat(p.HandedTo is { } hand ? [hand.Person] : []), k => Assert.Contains("official", Data.Person(k).Roles));
            Assert.All(p.Files, f => SampleData.Open(f).Dispose());
        });
        Assert.All(Data.Reviews, r => Assert.Contains(r.Plan, plans));
        Assert.All(Data.Reviews.SelectMany(r => r.Reviews), r => Assert.Contains("consultant", Data.Person(r.Consultant).Roles));
        Assert.All(Data.Translations, t => Assert.Contains(t.By, people));
        Assert.All(Data.Desk.Notes, n => Assert.Contains(n.Plan, plans));
        Assert.All(Data.Desk.Notes.Select(n => n.By).Concat(Data.Desk.Phrases.Select(p => p.By)).Concat(Data.Desk.Recusals.Select(r => r.Consultant)), k => Assert.Contains(k, people));
        Assert.All(Data.Desk.Recusals, r => Assert.Contains(Data.Reviews.First(v => v.Plan == r.Plan).Reviews, v => v.Round == r.Round && v.Consultant == r.Replacement));
        Assert.All(Data.Presentations, p => Assert.All(p.Panel.Concat(p.Scores.Select(s => s.By)), k => Assert.Contains(k, people)));
        Assert.All(
            Data.Translations.Select(t => t.Plan).Concat(Data.Presentations.Select(p => p.Plan)).Concat(Data.Reports.Select(r => r.Plan)),
            p => Assert.Contains(p, plans));
    }

    [Fact]
    public void Plans_OfTheRunningRound_AreOneForEachOfficialAndStandInEveryStage()
    {
        var plans = Data.Plans.Where(p => p.Round == "2020").ToList();

        Assert.Equal(21, plans.Count);
        Assert.Distinct(plans.Select(p => p.Official));
        Assert.Distinct(plans.Select(p => p.Number));
        string[] stages = ["draft", "endorsement", "translation", "review", "revision", "decision", "accepted", "presentation", "presented", "completed", "followUp", "withdrawn"];
        Assert.All(stages, stage => Assert.Contains(plans, p => p.Stage.Stage == stage));
        Assert.Equal(5, plans.Select(p => p.Subject).Distinct().Count());
        Assert.Contains(plans, p => p.Stage.Overdue);
    }

    [Theory]
    [InlineData("ventanilla-unica-cusco")]
    [InlineData("seleccion-por-competencias")]
    [InlineData("presupuesto-abierto-municipal")]
    public void Words_OfACompletePlan_AreBetween1200And2500(string plan) =>
        Assert.All(Data.Plan(plan).Revisions, r => Assert.InRange(Words(Data.Plan(plan).ContentsAt(r.Number)), 1_200, 2_500));

    [Fact]
    public void Comments_WithAQuote_QuoteWordsOfTheirPart()
    {
        var quoted = 0;
        foreach (var (plan, review, comment) in AllComments().Where(c => c.Comment.Quote is not null))
        {
            var content = Data.Plan(plan).ContentsAt(review.Revision)[comment.Section!];
            var part = comment.Part.Length == 0 ? content : PartOf(content, comment.Part);
            Assert.Contains(comment.Quote!, part, StringComparison.Ordinal);
            quoted++;
        }
        Assert.InRange(quoted, 35, int.MaxValue);
    }

    [Fact]
    public void Comments_All_AreTranslatedIntoSpanishAndOfAKnownKind() => Assert.All(AllComments(), c =>
    {
        Assert.Equal(("es", "checked"), (c.Comment.Translation.Language, c.Comment.Translation.State));
        Assert.Contains(c.Comment.Language, new[] { "ko", "en" });
        Assert.Contains(c.Comment.Kind, new[] { "question", "suggestion", "mustChange", "praise" });
        if (c.Comment.Section is { } section)
            Assert.Contains(section, Data.Plan(c.Plan).ContentsAt(c.Review.Revision).Keys);
    });

    [Fact]
    public void Reviews_Released_RecommendAndSumUpInTwoLanguages() => Assert.All(
        Data.Reviews.SelectMany(p => p.Reviews).Where(r => r.State == "released"),
        r =>
        {
            Assert.Contains(r.Recommendation, new[] { "revise", "accept" });
            Assert.NotNull(r.Summary?.Translation);
        });

    [Fact]
    public void Answers_OfPlansInTheirSecondReview_CoverEveryRequiredComment() => Assert.All(
        AllComments().Where(c => c.Comment.AnswerRequired && Data.Plan(c.Plan).Revisions.Count > 1),
        c => Assert.NotNull(c.Comment.Answer));

    [Fact]
    public void Scores_OfEveryPanelMember_AreOneToFive() => Assert.All(Data.Presentations.SelectMany(p => p.Scores), s =>
    {
        Assert.Equal(10, s.Scores.Count);
        Assert.All(s.Scores.Values, points => Assert.InRange(points, 1, 5));
        Assert.All(s.Remarks.Keys, criterion => Assert.Contains(criterion, s.Scores.Keys));
    });

    static IEnumerable<(string Plan, SampleReview Review, SampleComment Comment)> AllComments() =>
        from plan in Data.Reviews
        from review in plan.Reviews
        from comment in review.Comments
        select (plan.Plan, review, comment);

    static string PartOf(string content, string part)
    {
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        if (part == "core")
            return root.GetProperty("core").GetString()!;
        if (root.TryGetProperty("causes", out var causes))
        {
            return causes.EnumerateArray().Concat(root.GetProperty("effects").EnumerateArray())
                .Single(n => n.GetProperty("id").GetString() == part).GetProperty("text").GetString()!;
        }
        var names = part.Split('/');
        return root.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("id").GetString() == names[0])
            .GetProperty("cells").GetProperty(names[1]).GetString()!;
    }

    static int Words(IReadOnlyDictionary<string, string> contents) =>
        contents.Values.SelectMany(Texts).Sum(t => t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(w => w.Any(char.IsLetterOrDigit)));

    static string[] Texts(string content)
    {
        if (!content.StartsWith('{'))
            return [content];
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        return root.TryGetProperty("rows", out var rows)
            ? [.. rows.EnumerateArray().SelectMany(r => r.GetProperty("cells").EnumerateObject()).Select(c => c.Value.GetString()!)]
            : [.. root.GetProperty("causes").EnumerateArray().Concat(root.GetProperty("effects").EnumerateArray())
                .Select(n => n.GetProperty("text").GetString()!).Append(root.GetProperty("core").GetString()!)];
    }
}
