using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Translations;

/// <summary>One plan and one language into which its texts go.</summary>
/// <param name="Missing">Segments without words, or with words for an earlier sentence.</param>
/// <param name="Machine">Segments that nobody has checked yet.</param>
public sealed record QueueLine(QueuedPlan Plan, string Language, int Missing, int Machine, int Total)
{
    public bool IsDone => Missing == 0 && Machine == 0;
}

public sealed class QueuedPlan
{
    public long Id { get; init; }
    public string Title { get; init; } = "";
    public string Language { get; init; } = "";
    public long ProgrammeId { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public int RoundNumber { get; init; }
    public int Number { get; init; }
    public string OfficialName { get; init; } = "";
    public string? OfficialNativeName { get; init; }
    public WrittenName Official => new(OfficialName, OfficialNativeName);
    public string OfficialLanguage { get; init; } = "";
    public string TemplateId { get; init; } = "";
    public int TemplateVersion { get; init; }

    /// <summary>When the consultants wait for it; null while no translation task is open.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public bool Waits { get; init; }

    public string Reference => $"{ProgrammeCode}-{RoundNumber}-{Number:00}";
}

/// <summary>What an interpreter has before them: their plans by language, those that consultants wait for first. Texts only, never a score.</summary>
public sealed class TranslationQueue(Database database, TemplateLibrary templates)
{
    public Task<IReadOnlyList<QueueLine>> OfAsync(Actor actor, CancellationToken ct = default) => database.ReadAsync(async session =>
    {
        var plans = await session.QueryAsync<QueuedPlan>(
            """
            select p.id, p.title, p.language, g.id as programme_id, g.code as programme_code, r.number as round_number, p.number, o.name as official_name, o.native_name as official_native_name, o.language as official_language,
                   r.template_id, r.template_version, t.due_at, case when t.id is null then 0 else 1 end as waits
            from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id join person o on o.id = p.official_id
            left join task t on t.plan_id = p.id and t.kind = 'translate' and t.closed_at is null
            where p.state <> 'withdrawn' and p.revision_count > 0
              and exists (select 1 from assignment a where a.plan_id = p.id and a.person_id = @me and a.role = 'interpreter' and a.ended_at is null)
            order by p.id
            """,
            new { me = actor.PersonId });
        var ids = plans.Select(p => p.Id).ToList();
        var texts = (await TextsAsync(session, ids)).ToLookup(t => t.PlanId);
        var known = (await session.QueryAsync<Known>("select plan_id, language, source_digest, state from segment where plan_id in @ids", new { ids }))
            .ToDictionary(k => (k.PlanId, k.Language, k.SourceDigest), k => k.State);
        var readers = (await session.QueryAsync<Reader>(
            """
            select distinct a.plan_id, h.language from assignment a join person h on h.id = a.person_id
            where a.plan_id in @ids and a.role = 'consultant' and a.ended_at is null
            """,
            new { ids })).ToLookup(r => r.PlanId, r => r.Language);
        return (IReadOnlyList<QueueLine>)
        [
            .. plans.SelectMany(p => LinesOf(p, [.. texts[p.Id]], [.. readers[p.Id]], known))
                .OrderBy(l => l.IsDone).ThenByDescending(l => l.Plan.Waits).ThenBy(l => l.Plan.DueAt ?? DateTimeOffset.MaxValue).ThenBy(l => l.Plan.Id),
        ];
    }, ct);

    /// <summary>Sections and answers go to the consultants, comments and summaries to the official.</summary>
    IEnumerable<QueueLine> LinesOf(QueuedPlan plan, IReadOnlyList<QueuedText> texts, IReadOnlyList<string> readers, Dictionary<(long, string, string), StoredState> known)
    {
        var template = templates.Get(plan.TemplateId, plan.TemplateVersion);
        foreach (var language in readers.Append(plan.OfficialLanguage).Distinct().Order(StringComparer.Ordinal))
        {
            var wanted = texts.Where(t => t.Language != language && (t.ForOfficial ? language == plan.OfficialLanguage : readers.Contains(language)))
                .SelectMany(t => DigestsOf(template, t, plan, language, known)).Distinct().ToList();
            if (wanted.Count == 0)
                continue;
            var states = wanted.Select(d => known.TryGetValue((plan.Id, language, d), out var state) ? state : (StoredState?)null).ToList();
            yield return new QueueLine(plan, language, states.Count(s => s is null), states.Count(s => s == StoredState.Machine), states.Count);
        }
    }

    static IEnumerable<string> DigestsOf(PlanTemplate template, QueuedText text, QueuedPlan plan, string language, Dictionary<(long, string, string), StoredState> known)
    {
        if (text.SectionKey is { } key)
            return template.Find(key) is { } section ? Segments.Of(section, text.Text).Select(s => s.Digest) : [];
        var whole = Trail.Digest(text.Text);
        return known.ContainsKey((plan.Id, language, whole)) ? [whole] : Segments.OfPlain(text.Text).Select(s => s.Digest);
    }

    static Task<IReadOnlyList<QueuedText>> TextsAsync(Session session, IReadOnlyList<long> ids) => session.QueryAsync<QueuedText>(
        """
        select v.plan_id, s.key as section_key, s.content as text, s.language, 0 as for_official
        from revision_section s join revision v on v.id = s.revision_id join plan p on p.id = v.plan_id and p.revision_count = v.number where p.id in @ids
        union all select c.plan_id, null, c.text, c.language, 1 from comment c where c.plan_id in @ids and c.state <> 'draft'
        union all select a.plan_id, null, a.text, a.language, 0 from answer a where a.plan_id in @ids and a.revision_id is not null
        union all select w.plan_id, null, w.summary, w.language, 1 from review w where w.plan_id in @ids and w.state = 'released'
        """,
        new { ids });

    sealed class QueuedText
    {
        public long PlanId { get; init; }
        public string? SectionKey { get; init; }
        public string Text { get; init; } = "";
        public string Language { get; init; } = "";
        public bool ForOfficial { get; init; }
    }

    sealed class Known
    {
        public long PlanId { get; init; }
        public string Language { get; init; } = "";
        public string SourceDigest { get; init; } = "";
        public StoredState State { get; init; }
    }

    sealed class Reader
    {
        public long PlanId { get; init; }
        public string Language { get; init; } = "";
    }
}
