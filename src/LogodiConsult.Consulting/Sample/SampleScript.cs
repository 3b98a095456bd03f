using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Sample;

/// <summary>Writes down what happens to one plan, step by step, until it stands where the content says.</summary>
sealed class SampleScript(SampleData data, SampleActs acts)
{
    public SampleActs Acts => acts;

    public const string Complete = "complete";
    public const string Present = "present";

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>How far the plan may go: where its content says, or less.</summary>
    public SampleStage TargetOf(SamplePlan plan, SampleLimit limit)
    {
        var stage = plan.Stage;
        var rank = stage.Stage switch
        {
            "draft" or "withdrawn" => SampleLimit.Draft,
            "endorsement" or "translation" => SampleLimit.Review,
            "review" when stage.ReviewRound < 2 => SampleLimit.Review,
            "review" or "revision" or "decision" => SampleLimit.Revision,
            "accepted" or "presentation" => SampleLimit.Presentation,
            _ => SampleLimit.Done,
        };
        return rank <= limit ? stage : limit switch
        {
            SampleLimit.Draft => new SampleStage("draft"),
            SampleLimit.Review => new SampleStage("review", 1),
            SampleLimit.Revision => new SampleStage(AsksForChanges(plan, 1) ? "revision" : "review", 1),
            _ => new SampleStage("presentation", stage.ReviewRound),
        };
    }

    public IReadOnlyList<SampleStep> Of(PlayedPlan plan)
    {
        var target = plan.Target;
        var steps = Drafting(plan);
        if (target.Stage is "draft" or "withdrawn")
            return target.Stage == "draft" ? steps : [.. steps, Lima(plan, "withdraw", 2, 11, () => acts.WithdrawAsync(plan))];
        steps.Add(Lima(plan, "submit", 2, 16, () => acts.SubmitAsync(plan, 1)));
        if (target.Stage == "endorsement")
            return steps;
        if (target.Stage == "translation")
        {
            // The interpreter has begun on the same evening in Lima, when it is noon in Seoul: two days are all there is for it.
            steps.Add(Step(plan, "endorse", Zones.Lima, 1, 10,
                [new(TimeSpan.Zero, () => acts.EndorseAsync(plan)), new(TimeSpan.FromHours(12), () => acts.TranslateAsync(plan, 1))]));
            return steps;
        }
        steps.Add(Lima(plan, "endorse", 1, 10, () => acts.EndorseAsync(plan)));
        if (!Reviewing(plan, steps))
            return steps;
        if (target.Stage != "accepted")
            Finishing(plan, steps);
        else if (plan.Content.HandedTo is { } hand)
            // The evening of the last review in Seoul is the morning after it in Lima.
            steps[^1] = steps[^1] with { Acts = [.. steps[^1].Acts, new SampleAct(TimeSpan.FromHours(12), () => acts.HandOverAsync(plan, hand))] };
        return steps;
    }

    /// <summary>The consultants of a round of reviews: those of the content, or where it has no words those who take part.</summary>
    public IReadOnlyList<SampleReview> ReviewsOf(SamplePlan plan, int round)
    {
        var written = data.Reviews.FirstOrDefault(r => r.Plan == plan.Key)?.Reviews.Where(r => r.Round == round).ToList() ?? [];
        return written.Count > 0
            ? written
            : [.. acts.ConsultantsOf(plan).Select(c => new SampleReview(round, round, c, "released", [], "accept"))];
    }

    bool AsksForChanges(SamplePlan plan, int round) => ReviewsOf(plan, round).Any(r => r.Recommendation == "revise");

    List<SampleStep> Drafting(PlayedPlan plan)
    {
        List<SampleAct> opening = [new(TimeSpan.Zero, () => acts.OpenAsync(plan))];
        if (plan.Content.CoAuthors.Count > 0)
            opening.Add(new(50 * Minute, () => acts.AddCoAuthorsAsync(plan)));
        List<SampleStep> steps = [Step(plan, "open", Zones.Lima, 1, 9, opening)];
        var contents = plan.Content.ContentsAt(1);
        if (contents.Count == 0)
            return steps;
        // Nobody writes a plan in one go: it is saved twice, a day apart.
        var half = contents.Keys.Take(contents.Count / 2).ToHashSet();
        if (plan.Content.Stage.Written == "whole")
            steps.Add(Lima(plan, "begin", 1, 15, () => acts.SaveAsync(plan, contents.Where(c => half.Contains(c.Key)).ToDictionary())));
        steps.Add(Step(plan, "write", Zones.Lima, 1, 17, Writing(plan, contents)));
        return steps;
    }

    /// <summary>Colleagues write their sections, the owner the rest; at the end the files are added.</summary>
    IReadOnlyList<SampleAct> Writing(PlayedPlan plan, IReadOnlyDictionary<string, string> contents)
    {
        List<SampleAct> writing = [.. plan.Content.CoAuthors.Select((c, i) => new SampleAct(
            i * Minute, () => acts.SaveAsync(plan, contents.Where(s => c.Sections.Contains(s.Key)).ToDictionary(), c.Person)))];
        writing.Add(new(writing.Count * 20 * Minute, () => acts.SaveAsync(plan, contents)));
        if (plan.Content.Files.Count > 0)
            writing.Add(new(45 * Minute, () => acts.ChangeFilesAsync(plan, 1)));
        return writing;
    }

    /// <returns>False when the plan stays in its reviews.</returns>
    bool Reviewing(PlayedPlan plan, List<SampleStep> steps)
    {
        for (var round = 1; ; round++)
        {
            var number = round;
            steps.Add(Step(plan, $"translate-{number}", Zones.Seoul, 1, 9, Translating(plan, number)));
            var reviews = ReviewsOf(plan.Content, number);
            var stays = plan.Target.Stage == "review" && plan.Target.ReviewRound == number;
            if (stays && plan.Content.Stage.Stage == "review" && !HasWords(plan.Content, number))
                return false;
            steps.Add(Step(plan, $"review-{number}", Zones.Seoul, 1, 10, Reviews(plan, number, reviews, stays)));
            if (stays || (plan.Target.Stage is "revision" or "decision" && plan.Target.ReviewRound == number))
                return false;
            if (!AsksForChanges(plan.Content, number))
                return true;
            steps.Add(Lima(plan, $"answer-{number}", 1, 15, () => acts.AnswerAsync(plan, number)));
            steps.Add(Lima(plan, $"revise-{number}", 1, 16, () => acts.SubmitAsync(plan, number + 1)));
        }
    }

    bool HasWords(SamplePlan plan, int round) => data.Reviews.Any(r => r.Plan == plan.Key && r.Reviews.Any(v => v.Round == round));

    /// <summary>One after the other on one day; the interpreter follows. While the plan stays in review, somebody's draft is not released.</summary>
    IReadOnlyList<SampleAct> Reviews(PlayedPlan plan, int round, IReadOnlyList<SampleReview> reviews, bool stays)
    {
        var oneWaits = reviews.Any(r => r.State == "draft");
        var list = new List<SampleAct>();
        var minutes = 0;
        foreach (var recusal in acts.RecusalsOf(plan, round))
        {
            list.Add(new SampleAct(++minutes * Minute, () => acts.StepBackAsync(plan, recusal)));
            minutes += 35;
            list.Add(new SampleAct(minutes * Minute, () => acts.ReplaceAsync(plan, recusal)));
        }
        foreach (var review in reviews)
        {
            foreach (var verdict in acts.VerdictsOf(plan, review))
                list.Add(new SampleAct(++minutes * Minute, () => acts.DecideAnswerAsync(plan, review, verdict)));
            foreach (var comment in review.Comments)
            {
                list.Add(new SampleAct(minutes * Minute, () => acts.CommentAsync(plan, review, comment)));
                minutes += 7;
            }
            minutes += 15;
            if (review.State == "released" && (!stays || oneWaits))
                list.Add(new SampleAct((minutes - 2) * Minute, () => acts.ScoreAsync(plan, review)));
            if (review.State == "released" && (!stays || oneWaits))
                list.Add(new SampleAct(minutes * Minute, () => acts.ReleaseAsync(plan, review)));
            minutes += 20;
        }
        list.Add(new SampleAct(minutes * Minute, () => acts.TranslateReviewsAsync(plan, reviews)));
        if (!stays && reviews.Count > 0)
            list.Add(new SampleAct(minutes * Minute, () => acts.ShowScoresAsync(plan, reviews[0].Round)));
        foreach (var note in acts.NotesOf(plan, round))
            list.Add(new SampleAct((minutes += 12) * Minute, () => acts.NoteAsync(plan, note)));
        return list;
    }

    IReadOnlyList<SampleAct> Translating(PlayedPlan plan, int revision) => plan.HasInterpreter
        ? [new(TimeSpan.Zero, () => acts.TranslateAsync(plan, revision)), new(90 * Minute, () => acts.FinishTranslationAsync(plan, revision))]
        : [];

    void Finishing(PlayedPlan plan, List<SampleStep> steps)
    {
        var slot = plan.Presentation ?? throw new InvalidOperationException($"The sample has no presentation of '{plan.Content.Key}'.");
        steps.Add(Lima(plan, "schedule", 1, 9, () => acts.ScheduleAsync(plan)));
        if (plan.Target.Stage == "presentation")
            return;
        steps.Add(new SampleStep(Present, slot.Zone, 2, TimeOnly.FromDateTime(slot.At),
            [new SampleAct((slot.Minutes + 10) * Minute, () => acts.RecordAsync(plan, slot))]));
        if (plan.Target.Stage == "presented")
            return;
        steps.Add(Lima(plan, Complete, 1, 11, () => acts.CompleteAsync(plan)));
        foreach (var report in data.Reports.Where(r => r.Plan == plan.Content.Key).OrderBy(r => r.Month))
        {
            steps.Add(Opening(report.Month));
            steps.Add(new SampleStep($"report-{report.Month}", Zones.Lima, 1, default, [new SampleAct(TimeSpan.Zero, () => acts.ReportAsync(plan, report))])
            {
                SinceCompletion = completed => completed.AddMonths(report.Month).AddDays(-4),
            });
        }
        if (plan.Target is { Stage: "followUp", FollowUpMonth: { } month })
            steps.Add(Opening(month));
    }

    /// <summary>The workflow opens the task two weeks before the report is due; a little later the loop has seen it.</summary>
    SampleStep Opening(int month) => new($"report-{month}-opens", Zones.Lima, 1, default, [new SampleAct(TimeSpan.Zero, acts.LetTimeActAsync)])
    {
        SinceCompletion = completed => completed.AddMonths(month).AddDays(-14).AddHours(2),
    };

    static SampleStep Lima(PlayedPlan plan, string name, int gap, int hour, Func<Task> act) =>
        Step(plan, name, Zones.Lima, gap, hour, [new SampleAct(TimeSpan.Zero, act)]);

    // Not everybody acts on the stroke of the hour.
    static SampleStep Step(PlayedPlan plan, string name, string zone, int gap, int hour, IReadOnlyList<SampleAct> acts) =>
        new(name, zone, gap, new TimeOnly(hour, plan.Content.Number * 7 % 50), acts);
}
