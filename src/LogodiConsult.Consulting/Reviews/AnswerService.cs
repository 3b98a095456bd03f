using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>The official answers the released comments; consultants read the answers once the revision is handed in.</summary>
public sealed class AnswerService(Database database, TemplateLibrary templates)
{
    public Task<Result<Done>> SaveAsync(SaveAnswer save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var asked = await AskedAsync(work, save.PlanId, save.CommentId, actor);
            if (asked.IsRefused)
                return (Result<Done>)asked.Refusal!;
            if (ReviewRules.MayAnswer(save) is { } wrong)
                return wrong;
            var stands = await AnswerSql.UnsentAsync(work, save.CommentId);
            if ((stands?.Version ?? 0) != save.BaseVersion)
                return Refusal.OutOfTime("answer.changedMeanwhile") with { Field = "text" };
            var pointer = await PointerAsync(work, asked.Value.Plan, save);
            if (pointer.IsRefused)
                return pointer.Refusal!;
            await AnswerSql.SaveAsync(work, asked.Value.Comment, asked.Value.Plan.ReviewRound, save, pointer.Value, actor.PersonId);
            await ReviewSql.SetStateAsync(work, save.CommentId, CommentState.Answered);
            return Done.Value;
        }), ct);

    /// <summary>Puts the proposed wording in the place of the passage it speaks of, and answers "done" with a pointer to it. Refused where the
    /// passage does not stand any more as the consultant read it: then only a person can say what belongs where.</summary>
    public Task<Result<Done>> TakeProposalAsync(TakeProposal take, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, take.Form, actor, async () =>
        {
            var asked = await AskedAsync(work, take.PlanId, take.CommentId, actor);
            if (asked.IsRefused)
                return (Result<Done>)asked.Refusal!;
            var (plan, comment) = asked.Value;
            if (comment is not { Proposal: { } proposal, SectionKey: { } key, Selector: not null })
                return Refusal.OutOfTime("proposal.none");
            var section = templates.Get(plan.TemplateId, plan.TemplateVersion).Find(key)!;
            var stored = (await PlanSql.SectionsAsync(work, plan.Id)).FirstOrDefault(s => s.Key == key) ?? new Section { Key = key, Language = plan.Language };
            var place = await PlaceAsync(work, plan, comment, stored);
            if (place is not { Kind: PlaceKind.Unmoved or PlaceKind.Moved })
                return Refusal.OutOfTime("proposal.passageChanged");
            var rewritten = section.Kind.Rewrite(section, stored.Content, place.Part, place.Start, place.End, proposal);
            if (rewritten is null || section.Kind.Fault(section, rewritten) is not null || rewritten.Length > PlanRules.LongestSection)
                return Refusal.OutOfTime("proposal.cannotApply");
            if (!await PlanSql.SaveSectionAsync(work, plan.Id, new SectionText(key, rewritten, stored.Version), stored.Language, actor.PersonId))
                return Refusal.OutOfTime("proposal.passageChanged");
            var answer = await AnswerSql.UnsentAsync(work, comment.Id);
            var save = new SaveAnswer(plan.Id, comment.Id, AnswerKind.Done,
                answer?.Text is { Length: > 0 } said ? said : HistorySentences.Catalog.In(plan.Language)["answer.proposalTaken"], answer?.Language ?? plan.Language);
            var text = section.Kind.Parts(section, rewritten).First(p => p.Key == place.Part).Text;
            // White space around the proposal is not part of the text; line breaks of one-line parts became blanks.
            var length = new CodePointText(text).Length - new CodePointText(TextOf(section, stored.Content, place.Part)).Length + (place.End - place.Start);
            var pointer = new Pointer(key, place.Part, Selectors.From(text, place.Start, place.Start + length));
            await AnswerSql.SaveAsync(work, comment, plan.ReviewRound, save, pointer, actor.PersonId);
            await ReviewSql.SetStateAsync(work, comment.Id, CommentState.Answered);
            await Trail.AddAsync(work, "proposal.taken", actor, plan.Id, plan.RoundId, "comment", comment.Id, new JsonObject { ["number"] = comment.Number });
            return Done.Value;
        }), ct);

    /// <summary>A comment that the official may answer now.</summary>
    static async Task<Result<Asked>> AskedAsync(UnitOfWork work, long planId, long commentId, Actor actor)
    {
        if (await PlanSql.FactsForActAsync(work, planId) is not { } facts)
            return Refusal.Hidden();
        if (PlanAccess.Why(PlanAct.Answer, facts, actor) is { } refusal)
            return refusal;
        if (await ReviewSql.CommentAsync(work, commentId) is not { } comment || comment.PlanId != planId || comment.State == CommentState.Draft)
            return Refusal.Hidden();
        return comment.State == CommentState.Accepted ? Refusal.OutOfTime("answer.acceptedAlready") : new Asked(facts.Plan, comment);
    }

    /// <summary>Where the official says that the change stands, looked for in the working text.</summary>
    async Task<Result<Pointer?>> PointerAsync(UnitOfWork work, Plan plan, SaveAnswer save)
    {
        if (save.PointSection is not { Length: > 0 } key)
            return string.IsNullOrWhiteSpace(save.PointQuote) ? (Pointer?)null : Refusal.Invalid("answer.pointSectionMissing", "pointSection");
        if (templates.Get(plan.TemplateId, plan.TemplateVersion).Find(key) is not { } section)
            return Refusal.Invalid("section.unknown", "pointSection");
        if (string.IsNullOrWhiteSpace(save.PointQuote))
            return new Pointer(key, "", null);
        var content = (await PlanSql.SectionsAsync(work, plan.Id)).FirstOrDefault(s => s.Key == key)?.Content ?? "";
        var parts = section.Kind.Parts(section, content);
        var found = parts
            .SelectMany(part => Selectors.FindQuote(part.Text, save.PointQuote, part.Key == save.PointAt?.Part ? save.PointAt?.Start : null).Candidates
                .Select(passage => new PointPlace(part.Key, passage)))
            .ToList();
        if (found.Count == 0)
            return Refusal.Invalid("answer.quoteNotFound", "pointQuote");
        var meant = found.Count == 1 ? found[0] : found.Find(p => (p.Part, p.Passage.Start) == save.PointAt);
        return meant is null
            ? Refusal.Invalid("answer.quoteAmbiguous", "pointQuote").With("count", found.Count).With("candidates", found)
            : new Pointer(key, meant.Part, Selectors.From(parts.First(p => p.Key == meant.Part).Text, meant.Passage.Start, meant.Passage.End));
    }

    async Task<Place?> PlaceAsync(UnitOfWork work, Plan plan, Comment comment, Section stored)
    {
        var before = await work.FirstOrDefaultAsync<RevisionSection>(
            "select revision_id, key, content, language, updated_by, imports from revision_section where revision_id = @RevisionId and key = @SectionKey",
            new { comment.RevisionId, comment.SectionKey });
        return Places.Find(comment, templates.Get(plan.TemplateId, plan.TemplateVersion), before?.Text, stored.Text);
    }

    static string TextOf(SectionDeclaration section, string content, string part) =>
        section.Kind.Parts(section, content).FirstOrDefault(p => p.Key == part)?.Text ?? "";

    sealed record Asked(Plan Plan, Comment Comment);
}
