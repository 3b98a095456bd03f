using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Translations;

/// <summary>Whether a plan's text may go to the machine, which only its official decides, and what is to go. Nothing is sent here.</summary>
public sealed class MachineTranslationService(Database database, MachineTranslationSettings settings, TemplateLibrary templates)
{
    public MachineTranslationSettings Settings => settings;

    /// <summary>The official was told which service would see the text, and says yes or no; a no takes back what still waits.</summary>
    public Task<Result<Done>> DecideAsync(long planId, MachineDecision decision, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.See, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (begun.Value.Plan.OfficialId != actor.PersonId)
                return Refusal.Forbidden("machine.ownerOnly");
            if (!settings.IsConfigured)
                return Refusal.OutOfTime("machine.notConfigured");
            var id = await work.InsertAsync(
                "insert into machine_notice (plan_id, person_id, service, decision, at) values (@planId, @PersonId, @Service, @decision, @Now) returning id",
                new { planId, actor.PersonId, settings.Service, decision, work.Now });
            if (decision == MachineDecision.Declined)
                await work.ExecuteAsync("delete from machine_job where plan_id = @planId", new { planId });
            await Trail.AddAsync(work, decision == MachineDecision.Agreed ? "machine.agreed" : "machine.declined", actor, planId, begun.Value.Plan.RoundId, "notice", id);
            return Done.Value;
        }), ct);

    /// <summary>Queues what has no words in the language yet: the newest revision, released comments and summaries, handed-in answers.</summary>
    /// <returns>How many segments wait now because of this.</returns>
    public Task<Result<int>> AskAsync(long planId, string language, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.See, actor);
            if (begun.IsRefused)
                return (Result<int>)begun.Refusal!;
            var (plan, facts) = (begun.Value.Plan, begun.Value);
            if (!PlanAccess.May(PlanAct.Lead, facts, actor) && !facts.Assigned.Any(a => a.PersonId == actor.PersonId && a.Role is Role.Interpreter or Role.Consultant))
                return Refusal.Forbidden("plan.notYourTask");
            if (!settings.IsConfigured)
                return Refusal.OutOfTime("machine.notConfigured");
            if (!(await MachineJobs.StatusAsync(work, planId)).IsAgreed(settings.Service, plan.OfficialId))
                return Refusal.OutOfTime("machine.notAgreed");
            var known = (await work.QueryAsync<string>("select source_digest from segment where plan_id = @planId and language = @language", new { planId, language })).ToHashSet();
            var count = 0;
            foreach (var (segment, spoken) in (await TextsAsync(work, plan, language)).DistinctBy(t => t.Segment.Digest).Where(t => !known.Contains(t.Segment.Digest)))
            {
                count += await work.ExecuteAsync(
                    """
                    insert into machine_job (plan_id, language, source_language, source_digest, source, asked_by, created_at, not_before)
                    values (@planId, @language, @spoken, @Digest, @Source, @by, @Now, @Now)
                    on conflict (plan_id, language, source_digest) do update set failed_at = null, attempts = 0, claimed_until = 0, not_before = excluded.not_before
                    where machine_job.failed_at is not null
                    """,
                    new { planId, language, spoken, segment.Digest, segment.Source, by = actor.PersonId, work.Now });
            }
            if (count == 0)
                return Refusal.OutOfTime("machine.nothingLeft");
            await Trail.AddAsync(work, "machine.asked", actor, planId, plan.RoundId, "plan", planId, new JsonObject { ["comments"] = count });
            return count;
        }), ct);

    async Task<IEnumerable<(Segment Segment, string Language)>> TextsAsync(UnitOfWork work, Plan plan, string language)
    {
        var template = templates.Get(plan.TemplateId, plan.TemplateVersion);
        var texts = await work.QueryAsync<Text>(
            """
            select s.key as section_key, s.content, s.language from revision_section s join revision v on v.id = s.revision_id
            where v.plan_id = @Id and v.number = @RevisionCount and s.language <> @language
            union all select null, c.text, c.language from comment c where c.plan_id = @Id and c.state <> 'draft' and c.language <> @language
            union all select null, a.text, a.language from answer a where a.plan_id = @Id and a.revision_id is not null and a.language <> @language
            union all select null, w.summary, w.language from review w where w.plan_id = @Id and w.state = 'released' and w.language <> @language
            """,
            new { plan.Id, plan.RevisionCount, language });
        return texts.SelectMany(t => (t.SectionKey is not { } key ? Segments.OfPlain(t.Content)
            : template.Find(key) is { } section ? Segments.Of(section, t.Content) : []).Select(s => (s, t.Language)));
    }

    sealed class Text
    {
        public string? SectionKey { get; init; }
        public string Content { get; init; } = "";
        public string Language { get; init; } = "";
    }
}
