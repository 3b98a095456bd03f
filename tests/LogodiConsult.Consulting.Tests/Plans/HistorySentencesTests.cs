using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed partial class HistorySentencesTests
{
    static readonly CultureInfo Spanish = Languages.CultureOf("es");
    static readonly CultureInfo Korean = Languages.CultureOf("ko");
    static readonly CultureInfo English = Languages.CultureOf("en");

    // 12 October 2020, 23:00 UTC: evening in Lima, the next morning in Seoul.
    static readonly long Evening = new DateTimeOffset(2020, 10, 12, 23, 0, 0, TimeSpan.Zero).ToMicroseconds();

    public static TheoryData<string> Acts => [.. ActsInSources()];

    [Theory]
    [MemberData(nameof(Acts))]
    public void Knows_EveryActThatTheSourcesWrite_InThreeLanguages(string act) =>
        Assert.All(VariantsOf(act), line => Assert.True(HistorySentences.Knows(line), $"{line.Act} {line.Facts} has no sentence."));

    [Fact]
    public void Sources_AreSearchedWhereTheActsAreWritten() =>
        Assert.Superset(
            new HashSet<string> { "plan.opened", "plan.resubmitted", "plan.returned", "consultant.assigned", "panel.released", "translation.skipped", "deadline.extended" },
            ActsInSources().ToHashSet());

    [Theory]
    [InlineData("es", "Rosa Quispe presentó la versión 2.")]
    [InlineData("ko", "Rosa Quispe 님이 액션플랜을 제출했습니다(제출본 2).")]
    [InlineData("en", "Rosa Quispe handed in revision 2.")]
    public void Tell_Submission_SaysWhoAndWhichRevision(string language, string expected) =>
        Assert.Equal(expected, HistorySentences.Tell(Line("plan.submitted", new JsonObject { ["number"] = 2, ["sha256"] = "ab", ["late"] = false }), Languages.CultureOf(language)));

    [Fact]
    public void Tell_LateSubmission_SaysThatItWasLate() =>
        Assert.Equal("Rosa Quispe handed in revision 2 after the deadline.",
            HistorySentences.Tell(Line("plan.submitted", new JsonObject { ["number"] = 2, ["late"] = true }), English));

    [Theory]
    [InlineData("revise", 1, "Rosa Quispe released a review in review round 2 with 1 comment and recommended a revision.")]
    [InlineData("accept", 4, "Rosa Quispe released a review in review round 2 with 4 comments and recommended acceptance.")]
    public void Tell_ReleasedReview_SaysTheRecommendationAndCountsComments(string recommendation, int comments, string expected) =>
        Assert.Equal(expected, HistorySentences.Tell(
            Line("review.released", new JsonObject { ["recommendation"] = recommendation, ["comments"] = comments, ["round"] = 2 }), English));

    [Fact]
    public void Tell_Assignment_NamesBothWithTheirParticles() =>
        Assert.Equal("김민수 님이 박지훈 님을 자문위원으로 배정했습니다.", HistorySentences.Tell(
            new HistoryLine { ActorId = 1, ActorName = "김민수", Act = "consultant.assigned", Subject = "person", SubjectId = 2, SubjectName = "박지훈" }, Korean));

    [Fact]
    public void Tell_SystemAndErasedPerson_AreSaidSo()
    {
        var bySystem = new HistoryLine { ActorId = 0, Act = "plan.completed" };
        var erased = new HistoryLine { ActorId = 7, Act = "plan.opened", Subject = "person", SubjectId = 8 };

        Assert.Equal("El sistema dio el plan por concluido.", HistorySentences.Tell(bySystem, Spanish));
        Assert.Equal("Una persona cuyos datos se eliminaron abrió el plan de una persona cuyos datos se eliminaron.", HistorySentences.Tell(erased, Spanish));
    }

    [Fact]
    public void Tell_KoreanNames_AreInHangulInKoreanOnly()
    {
        var line = new HistoryLine
        {
            ActorId = 1,
            ActorName = "Do Haram",
            ActorNativeName = "도하람",
            Act = "consultant.assigned",
            Subject = "person",
            SubjectId = 2,
            SubjectName = "Tak Minse",
            SubjectNativeName = "탁민세",
        };

        Assert.Equal("도하람 님이 탁민세 님을 자문위원으로 배정했습니다.", HistorySentences.Tell(line, Korean));
        Assert.Equal("Do Haram assigned Tak Minse as consultant.", HistorySentences.Tell(line, English));
    }

    [Fact]
    public void Tell_Schedule_TellsBothClocksTheReadersFirst()
    {
        var line = Line("presentation.scheduled", new JsonObject { ["startsAt"] = Evening });

        Assert.Equal("Rosa Quispe programó la presentación final: lun. 12 oct 2020, 18:00 Lima\u00A0· mar. 13 oct, 08:00 Seúl.", HistorySentences.Tell(line, Spanish));
        Assert.Equal("Rosa Quispe 님이 최종 발표 일시를 정했습니다: 2020년 10월 13일(화) 08:00 서울\u00A0· 10월 12일(월) 18:00 리마.",
            HistorySentences.Tell(line, Korean, Zones.Seoul));
    }

    [Fact]
    public void Tell_Extension_NamesTheTaskAndBothDeadlines()
    {
        var moved = HistorySentences.Tell(Line("deadline.extended", new JsonObject { ["kind"] = "revise", ["from"] = Evening, ["to"] = Evening + 86_400_000_000 }), English);
        var set = HistorySentences.Tell(Line("deadline.extended", new JsonObject { ["kind"] = "revise", ["from"] = null, ["to"] = Evening }), English);

        Assert.StartsWith("Rosa Quispe moved the deadline of the task “Revision and answers”: before Mon", moved, StringComparison.Ordinal);
        Assert.Equal(2, moved.Split("18:00 Lima").Length - 1);
        Assert.StartsWith("Rosa Quispe set the deadline of the task “Revision and answers”: Mon", set, StringComparison.Ordinal);
    }

    [Fact]
    public void Tell_Report_SaysProgressInWords() =>
        Assert.Equal("Rosa Quispe envió su informe de avance a los 3 meses de concluido el plan: «Con retraso», 40\u00a0% de avance.",
            HistorySentences.Tell(Line("report.submitted", new JsonObject { ["months"] = 3, ["progress"] = "delayed", ["percent"] = 40 }), Spanish));

    [Theory]
    [InlineData("plan.painted", "{}")]
    [InlineData("role.lead", "{}")]
    [InlineData("unknown", "{}")]
    [InlineData("plan.submitted", "{}")]
    [InlineData("review.released", """{"recommendation":"perhaps","comments":1,"round":1}""")]
    [InlineData("report.submitted", """{"months":null,"progress":"delayed","percent":40}""")]
    public void Tell_UnknownActOrMissingFact_FallsBackToTheRecordedAct(string act, string facts) =>
        Assert.Equal($"Recorded step: {act}.", HistorySentences.Tell(Line(act, JsonNode.Parse(facts)!.AsObject()), English));

    [Fact]
    public void Catalog_EveryCodeThatPagesShow_HasAName()
    {
        string[] kinds = ["draft", "endorse", "translate", "assign", "review", "revise", "decide", "schedule", "present", "complete", "report"];
        var keys = kinds.SelectMany(kind => new[] { $"task.{kind}.name", $"task.{kind}.call" })
            .Concat(Codes<Role>("role")).Concat(Codes<PlanState>("state")).Concat(Codes<CommentKind>("commentKind"))
            .Concat(Codes<CommentState>("commentState")).Concat(Codes<AnswerKind>("answerKind")).Concat(Codes<Recommendation>("recommendation"))
            .Concat(Codes<PlaceKind>("place")).Concat(Codes<Progress>("progress")).Concat(Languages.All.Select(language => $"language.{language}"));

        Assert.Empty(keys.Except(HistorySentences.Catalog.Keys));
    }

    static IEnumerable<string> Codes<T>(string prefix)
        where T : struct, Enum => Enum.GetValues<T>().Select(value => $"{prefix}.{value.ToCode()}");

    static HistoryLine Line(string act, JsonObject facts) => new()
    {
        ActorId = 1,
        ActorName = "Rosa Quispe",
        Act = act,
        Subject = "person",
        SubjectId = 2,
        SubjectName = "박지훈",
        Facts = facts.ToJsonString(),
    };

    /// <summary>The act with every fact that its services write, once for each choice among sentences.</summary>
    static IEnumerable<HistoryLine> VariantsOf(string act)
    {
        foreach (var (late, recommendation, decision) in new[] { (false, "accept", "accepted"), (true, "revise", "notAccepted") })
        {
            yield return Line(act, new JsonObject
            {
                ["number"] = 1,
                ["late"] = late,
                ["recommendation"] = recommendation,
                ["decision"] = decision,
                ["comments"] = 2,
                ["sections"] = 3,
                ["round"] = 1,
                ["revision"] = 1,
                ["startsAt"] = Evening,
                ["months"] = 3,
                ["minutes"] = 10,
                ["progress"] = "onTrack",
                ["percent"] = 10,
                ["kind"] = "draft",
                ["from"] = late ? null : Evening,
                ["to"] = Evening,
            });
        }
    }

    /// <summary>The act codes of all calls of <c>Trail.AddAsync</c> that name a plan.</summary>
    static IEnumerable<string> ActsInSources()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories))
        {
            foreach (Match call in Call().Matches(File.ReadAllText(file)))
            {
                if (call.Groups["plan"].Value == "null")
                    continue;
                var codes = Code().Matches(call.Groups["act"].Value);
                if (codes.Count == 0)
                    yield return call.Groups["act"].Value;
                foreach (Match code in codes)
                {
                    if (code.Groups["suffix"] is { Success: true, Value: var suffix })
                    {
                        foreach (var role in new[] { Role.Consultant, Role.Interpreter, Role.Panel })
                            yield return role.ToCode() + suffix;
                    }
                    else
                    {
                        yield return code.Groups["code"].Value;
                    }
                }
            }
        }
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LogodiConsult.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        return folder.FullName;
    }

    [GeneratedRegex(@"Trail\.AddAsync\(\s*work,(?<act>.*?),\s*(?:actor|Actor\.System),\s*(?<plan>[^,]+),", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Call();

    [GeneratedRegex("""(\$"\{[^}"]*Role\.ToCode\(\)\}(?<suffix>\.[a-zA-Z]+)")|("(?<code>[a-z]+\.[a-zA-Z]+)")""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();
}
