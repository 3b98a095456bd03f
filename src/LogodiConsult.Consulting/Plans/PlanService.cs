using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Plans;

/// <summary>The official's acts on the plan, and the lead's opening and withdrawing of it. Each public method is one transaction.</summary>
public sealed class PlanService(Database database, WorkflowHost workflows, TemplateLibrary templates)
{
    public Task<Result<long>> OpenAsync(OpenPlan open, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, open.Form, actor, () => OpenAsync(work, open, actor)), ct);

    /// <summary>Opens the plans of several officials: all of them or none. A refusal names its field by the place in the list, as in <c>plans[2].title</c>.</summary>
    public Task<Result<long[]>> OpenAllAsync(IReadOnlyList<OpenPlan> plans, FormPost? form, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync<long[]>(work, form, actor, async () =>
        {
            if (plans.Count == 0)
                return Refusal.Invalid("plan.nobodyChosen", "plans");
            var opened = new List<long>();
            var refusals = new List<Refusal>();
            foreach (var (i, open) in plans.Index())
            {
                var one = await OpenAsync(work, open, actor);
                if (one.IsRefused)
                    refusals.AddRange(one.Refusal!.Each().Select(r => r.Field is { } field ? r with { Field = $"plans[{i}].{field}" } : r));
                else
                    opened.Add(one.Value);
            }
            return Refusal.All(refusals.Distinct()) is { } no ? no : opened.ToArray();
        }), ct);

    async Task<Result<long>> OpenAsync(UnitOfWork work, OpenPlan open, Actor actor)
    {
        var round = await RoundOfPlan.FindAsync(work, open.RoundId);
        if (round is null || !actor.Leads(round.ProgrammeId, round.Id))
            return Refusal.Hidden();
        if (PlanRules.MayOpen(open, round, await RoleHolders.InRoundAsync(work, round.ProgrammeId, round.Id)) is { } refusal)
            return refusal;
        if (await Continuation.WhyNotAsync(work, open, actor) is { } unconnected)
            return unconnected;
        var id = await PlanSql.InsertAsync(work, open, await PlanSql.NextNumberAsync(work, open.RoundId), "draft");
        foreach (var consultant in open.Consultants.Distinct())
            await PlanSql.AssignAsync(work, id, consultant, Role.Consultant, actor.PersonId);
        foreach (var interpreter in open.Interpreters.Distinct())
            await PlanSql.AssignAsync(work, id, interpreter, Role.Interpreter, actor.PersonId);
        await Trail.AddAsync(work, "plan.opened", actor, id, round.Id, "person", open.OfficialId);
        var instance = await workflows.StartAsync(work, round.DefinitionId, null, new JsonObject(), id, Correlation(id));
        if (instance.IsRefused)
            return instance.Refusal!;
        await PlanSql.SetInstanceAsync(work, id, instance.Value.Id);
        if (open is { ContinuesId: { } earlier, CarriesText: true })
            await Continuation.CarryAsync(work, earlier, id, templates, actor);
        return id;
    }

    /// <summary>Saves what was typed, complete or not. Sections that another tab or person saved since are left alone and given back with
    /// both texts; everything else is saved.</summary>
    public Task<Result<SavedDraft>> SaveAsync(SaveDraft save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var facts = await PlanActs.BeginAsync(work, save.PlanId, PlanAct.Write, actor);
            if (facts.IsRefused)
                return (Result<SavedDraft>)facts.Refusal!;
            var plan = facts.Value.Plan;
            if (PlanRules.MaySave(save.Title, save.Sections, Template(plan)) is { } refusal)
                return refusal;
            return await StoreAsync(work, plan, save.Title, save.TitleVersion, save.Sections, actor);
        }), ct);

    /// <summary>Freezes the next revision and hands the plan on. Refused, with everything that is wrong, while the template's checks find
    /// errors or a required comment has no answer.</summary>
    public Task<Result<SubmissionReceipt>> SubmitAsync(SubmitDraft submit, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, submit.Form, actor, async () =>
        {
            var writable = await PlanActs.BeginAsync(work, submit.PlanId, PlanAct.Submit, actor);
            if (writable.IsRefused)
                return (Result<SubmissionReceipt>)writable.Refusal!;
            var (plan, template) = (writable.Value.Plan, Template(writable.Value.Plan));
            if (PlanRules.MaySave(submit.Title, submit.Sections, template) is { } tooMuch)
                return tooMuch;
            var saved = await StoreAsync(work, plan, submit.Title, null, submit.Sections, actor);
            if (saved.Conflicts.Count > 0)
                return Refusal.OutOfTime("section.changedMeanwhile").With("sections", saved.Conflicts.Select(c => c.Stored.Key).ToList());
            plan = (await PlanSql.FindAsync(work, plan.Id))!;
            var task = PlanAccess.TaskOf(writable.Value, actor, "draft", "revise")!;
            var sections = await PlanSql.SectionsAsync(work, plan.Id);
            if (PlanRules.MaySubmit(plan, task, template, sections, await AnswerSql.UnansweredAsync(work, plan.Id), submit.Word is { } word ? Texts.Clean(word) : null) is { } refusal)
                return refusal;
            return await HandInAsync(work, plan, task, template, sections, submit.Word, actor);
        }), ct);

    public Task<Result<Done>> WithdrawAsync(long planId, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var facts = await PlanActs.BeginAsync(work, planId, PlanAct.Withdraw, actor);
            if (facts.IsRefused)
                return (Result<Done>)facts.Refusal!;
            if (PlanRules.Reason(reason) is { } refusal)
                return refusal;
            var plan = facts.Value.Plan;
            if (!await PlanSql.WithdrawAsync(work, planId, "withdrawn"))
                return Refusal.OutOfTime("plan.changedMeanwhile");
            await TaskSql.CloseAllAsync(work, planId, "Withdrawn", actor.PersonId);
            await ReviewSql.WithdrawDraftsAsync(work, planId);
            await workflows.CancelAsync(work, plan.InstanceId!.Value);
            await Trail.AddAsync(work, "plan.withdrawn", actor, planId, plan.RoundId, "plan", planId,
                new JsonObject { ["reason"] = await Reasons.KeepAsync(work, planId, reason, actor) });
            await Outgoing.QueueAsync(work, "plan_withdrawn", plan.OfficialId, $"plan-{planId}-withdrawn", new JsonObject { ["planId"] = planId, ["reason"] = Texts.Clean(reason) });
            return Done.Value;
        }), ct);

    public static string Correlation(long planId) => $"plan-{planId}";

    PlanTemplate Template(Plan plan) => templates.Get(plan.TemplateId, plan.TemplateVersion);

    static async Task<SavedDraft> StoreAsync(
        UnitOfWork work, Plan plan, string? title, long? titleVersion, IReadOnlyList<SectionText> sections, Actor actor)
    {
        var wanted = title is null ? plan.Title : PlanRules.CleanTitle(title);
        var isOther = wanted != plan.Title && (titleVersion ?? plan.TitleVersion) != plan.TitleVersion;
        if (!isOther && wanted != plan.Title)
            await PlanSql.SetTitleAsync(work, plan.Id, wanted);
        var stored = (await PlanSql.SectionsAsync(work, plan.Id)).ToDictionary(s => s.Key);
        var conflicts = new List<SectionConflict>();
        foreach (var text in sections)
        {
            var there = stored.GetValueOrDefault(text.Key);
            var before = there?.Language ?? plan.Language;
            var language = text.Language ?? before;
            var same = (there?.Content ?? "") == Texts.Clean(text.Content) && language == before;
            if (!same && !await PlanSql.SaveSectionAsync(work, plan.Id, text, language, actor.PersonId, there?.UpdatedBy))
                conflicts.Add(new SectionConflict(there ?? new Section { Key = text.Key }, text.Content));
        }
        return new SavedDraft(await PlanSql.SectionsAsync(work, plan.Id), conflicts, work.Now) { OtherTitle = isOther ? plan.Title : null };
    }

    async Task<Result<SubmissionReceipt>> HandInAsync(
        UnitOfWork work, Plan plan, PlanTask task, PlanTemplate template, IReadOnlyList<Section> sections, string? word, Actor actor)
    {
        var sha256 = RevisionDigest.Of(plan.Title, sections.Select(s => (s.Key, s.Content)));
        var number = plan.RevisionCount + 1;
        var receipt = new SubmissionReceipt($"{plan.Reference}-V{number}", number, work.Now, sha256, task.IsOverdue(work.Now));
        var words = sections.Sum(s => template.Find(s.Key) is { } declared ? declared.Kind.Words(declared, s.Content) : 0);
        var revision = await PlanSql.FreezeAsync(work, plan, receipt, words, word?.Trim() ?? "", actor.PersonId);
        await AnswerSql.HandInAsync(work, plan.Id, revision);
        await Trail.AddAsync(work, task.Kind == "revise" ? "plan.resubmitted" : "plan.submitted", actor, plan.Id, plan.RoundId, "revision", revision,
            new JsonObject { ["number"] = number, ["sha256"] = sha256, ["late"] = receipt.Late });
        await Outgoing.QueueAsync(work, "plan_submitted_receipt", plan.OfficialId, $"revision-{revision}-receipt",
            new JsonObject { ["planId"] = plan.Id, ["revisionId"] = revision });
        if ((await workflows.ResumeAsync(work, task.BookmarkId, Acted("Submitted", actor))).Refusal is { } refusal)
            return refusal;
        return receipt;
    }

    internal static JsonObject Acted(string outcome, Actor actor) => new() { ["outcome"] = outcome, ["by"] = actor.PersonId };
}
