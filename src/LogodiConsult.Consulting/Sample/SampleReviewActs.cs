using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Consulting.Sample;

sealed partial class SampleActs
{
    readonly ReviewService reviews = new(database, workflows, templates);
    readonly AnswerService answers = new(database, templates);
    readonly TranslationService translations = new(database, workflows, templates);

    public async Task CommentAsync(PlayedPlan plan, SampleReview review, SampleComment comment)
    {
        var consultant = await cast.ActorAsync(cast.PersonId(review.Consultant));
        var save = new SaveComment(
            plan.Id, null, comment.Section, comment.Part, comment.Quote, null, Codes.Parse<CommentKind>(comment.Kind), comment.AnswerRequired,
            comment.Text, comment.Language)
        {
            Proposal = comment.ProposedWording,
        };
        var saved = await reviews.SaveCommentAsync(save, consultant, ct);
        // Words that stand at several places: as the consultant would, the first of the places offered is chosen.
        if (saved.Refusal is { Code: "comment.quoteAmbiguous" } ambiguous && ambiguous.Facts["candidates"] is IReadOnlyList<Passage> places)
            saved = await reviews.SaveCommentAsync(save with { Start = places[0].Start }, consultant, ct);
        plan.Comments.Add(comment, Must(plan, saved));
    }

    public async Task ReleaseAsync(PlayedPlan plan, SampleReview review)
    {
        var consultant = cast.PersonId(review.Consultant);
        Must(plan, await reviews.ReleaseAsync(
            new ReleaseReview(
                plan.Id, review.Recommendation is { } code ? Codes.Parse<Recommendation>(code) : null, review.Summary?.Text ?? "",
                review.Summary?.Language ?? data.Person(review.Consultant).Language),
            await cast.ActorAsync(consultant), ct));
    }

    /// <summary>Comments of the round before about whose answers this consultant now decides.</summary>
    public IReadOnlyList<SampleComment> VerdictsOf(PlayedPlan plan, SampleReview review) =>
        [.. WrittenOf(plan).Where(r => r.Round == review.Round - 1 && r.Consultant == review.Consultant).SelectMany(r => r.Comments).Where(c => c.Verdict is not null)];

    public async Task DecideAnswerAsync(PlayedPlan plan, SampleReview review, SampleComment comment)
    {
        var all = await database.ReadAsync(session => AnswerSql.OfPlanAsync(session, plan.Id), ct);
        var answer = all.Last(a => a.CommentId == plan.Comments[comment]);
        Must(plan, await reviews.DecideAnswerAsync(
            new DecideAnswer(plan.Id, answer.Id, Codes.Parse<Decision>(comment.Verdict!)), await cast.ActorAsync(cast.PersonId(review.Consultant)), ct));
    }

    public async Task AnswerAsync(PlayedPlan plan, int round)
    {
        var official = await OfficialAsync(plan);
        foreach (var comment in WrittenOf(plan).Where(r => r.Round == round).SelectMany(r => r.Comments))
        {
            if (comment.Answer is { } answer)
            {
                Must(plan, await answers.SaveAsync(
                    new SaveAnswer(plan.Id, plan.Comments[comment], Codes.Parse<AnswerKind>(answer.State), answer.Text, answer.Language), official, ct));
            }
        }
    }

    /// <summary>The interpreter puts a handed-in revision, and the answers that came with it, into the reviewers' language.</summary>
    public async Task TranslateAsync(PlayedPlan plan, int revision)
    {
        var frozen = await database.ReadAsync(session => PlanSql.RevisionAsync(session, plan.Id, revision), ct)
            ?? throw new InvalidOperationException($"'{plan.Content.Key}' has no revision {revision}.");
        foreach (var translation in data.Translations.Where(t => t.Plan == plan.Content.Key && t.Revision == revision))
        {
            if (translation.State == "machine")
            {
                await TranslateByMachineAsync(plan, translation, plan.Content.ContentsAt(revision));
                continue;
            }
            foreach (var (key, text) in translation.Contents)
                await TranslateAsync(plan, TranslationSubject.Section, frozen.Id, key, translation.Language, text, plan.Content.ContentsAt(revision)[key]);
        }
        var handedIn = await database.ReadAsync(session => AnswerSql.OfPlanAsync(session, plan.Id), ct);
        foreach (var comment in WrittenOf(plan).Where(r => r.Round == revision - 1).SelectMany(r => r.Comments))
        {
            if (comment.Answer?.Translation is { } words)
                await TranslateAsync(plan, TranslationSubject.Answer, handedIn.Last(a => a.CommentId == plan.Comments[comment]).Id, "", words.Language, words.Text, comment.Answer.Text);
        }
    }

    public async Task FinishTranslationAsync(PlayedPlan plan, int revision)
    {
        var interpreter = await InterpreterAsync(plan);
        var anything = data.Translations.Any(t => t.Plan == plan.Content.Key && t.Revision == revision)
            || WrittenOf(plan).Any(r => r.Round == revision - 1 && r.Comments.Any(c => c.Answer is not null));
        Must(plan, anything
            ? await translations.FinishAsync(plan.Id, interpreter, null, ct)
            : await translations.SkipAsync(plan.Id, interpreter, null, ct));
    }

    /// <summary>Comments and summaries that were released are put into the official's language; drafts are their consultants' own.</summary>
    public async Task TranslateReviewsAsync(PlayedPlan plan, IReadOnlyList<SampleReview> round)
    {
        if (!plan.HasInterpreter)
            return;
        var released = await database.ReadAsync(session => ReviewSql.ReleasedAsync(session, plan.Id), ct);
        foreach (var review in round)
        {
            if (released.FirstOrDefault(r => r.Round == review.Round && r.ConsultantId == cast.PersonId(review.Consultant)) is not { } known)
                continue;
            foreach (var comment in review.Comments)
                await TranslateAsync(plan, TranslationSubject.Comment, plan.Comments[comment], "", comment.Translation.Language, comment.Translation.Text, comment.Text);
            if (review.Summary?.Translation is { } words)
                await TranslateAsync(plan, TranslationSubject.Review, known.Id, "", words.Language, words.Text, review.Summary.Text);
        }
    }

    /// <summary>The interpreter's words are cut where the original is: a section by sentences and cells, all else by paragraph.</summary>
    async Task TranslateAsync(PlayedPlan plan, TranslationSubject subject, long id, string section, string language, string text, string original)
    {
        var declared = section.Length == 0 ? null : templates.Newest("action-plan")!.Find(section);
        var pairs = declared is not null
            ? SampleSegments.Pair(declared, original, text)
            : [.. Segments.OfPlain(original).Zip(Segments.OfPlain(text), (of, words) => (of, words.Source))];
        var texts = pairs.Select(p => new SegmentText(p.Of.Digest, p.Text, "", Confirmed: true)).ToList();
        Must(plan, await translations.SaveAsync(new SaveSegments(plan.Id, subject, id, section, language, texts), await InterpreterAsync(plan), ct));
    }

    IReadOnlyList<SampleReview> WrittenOf(PlayedPlan plan) => data.Reviews.FirstOrDefault(r => r.Plan == plan.Content.Key)?.Reviews ?? [];

    Task<Actor> InterpreterAsync(PlayedPlan plan) => cast.ActorAsync(cast.PersonId(data.ProgrammeOf(plan.Content).Interpreters[0]));
}
