namespace LogodiConsult.Consulting.Programmes;

static class ProgrammeSql
{
    const string ProgrammeColumns =
        "p.id, p.code, p.title, p.host, p.sponsor, p.requester, p.memorandum_year, p.first_year, p.last_year, p.state, p.is_sample, p.created_at, p.version";

    const string RoundColumns =
        """
        r.id, r.programme_id, r.number, r.title, r.starts_on, r.ends_on, r.zone, r.definition_id, r.template_id, r.template_version,
        r.state, r.created_at, r.version, (select count(*) from plan pl where pl.round_id = r.id) as plans
        """;

    public const string Programme = $"select {ProgrammeColumns} from programme p where p.id = @id";

    public const string Programmes = $"""
        select {ProgrammeColumns} from programme p
        where @all = 1 or exists (
          select 1 from role l where l.person_id = @person and l.role = 'lead' and l.ended_at is null and l.programme_id = p.id)
        order by p.last_year desc, p.first_year desc, p.id desc
        """;

    public const string CodeTaken = "select count(*) from programme where code = @code and id <> @id";

    public const string InsertProgramme = """
        insert into programme(code, title, host, sponsor, requester, memorandum_year, first_year, last_year, state, is_sample, created_at)
        values (@code, @title, @host, @sponsor, @requester, @MemorandumYear, @FirstYear, @LastYear, 'active', @isSample, @now)
        returning id
        """;

    public const string UpdateProgramme = """
        update programme set code = @code, title = @title, host = @host, sponsor = @sponsor, requester = @requester,
          memorandum_year = @MemorandumYear, first_year = @FirstYear, last_year = @LastYear, version = version + 1
        where id = @id and version = @version
        """;

    public const string SetProgrammeState = "update programme set state = @state, version = version + 1 where id = @id and version = @version";

    public const string RunningRounds = "select count(*) from round where programme_id = @id and state = 'running'";

    public const string Subjects = "select id, programme_id, position, name from subject where programme_id = @programme order by position";

    public const string SubjectsInUse = "select distinct subject_id from plan where subject_id in @ids";

    // Positions are unique: they step aside to negative numbers before the new order is written.
    public const string StepAside = "update subject set position = -position - 1 where programme_id = @programme and position >= 0";

    public const string DeleteSubject = "delete from subject where id = @id and programme_id = @programme";

    public const string UpdateSubject = "update subject set position = @position, name = @name where id = @id and programme_id = @programme";

    public const string InsertSubject = "insert into subject(programme_id, position, name) values (@programme, @position, @name) returning id";

    public const string Round = $"select {RoundColumns} from round r where r.id = @id";

    public const string Rounds = $"""
        select {RoundColumns} from round r
        where r.programme_id = @programme and (@all = 1 or exists (
          select 1 from role l where l.person_id = @person and l.role = 'lead' and l.ended_at is null
            and l.programme_id = r.programme_id and (l.round_id is null or l.round_id = r.id)))
        order by r.number desc
        """;

    public const string NumberTaken = "select count(*) from round where programme_id = @programme and number = @number and id <> @id";

    public const string InsertRound = """
        insert into round(programme_id, number, title, starts_on, ends_on, zone, definition_id, template_id, template_version, state, created_at)
        values (@programme, @Number, @title, @StartsOn, @EndsOn, @Zone, @DefinitionId, @TemplateId, @TemplateVersion, 'planned', @now)
        returning id
        """;

    public const string UpdateRound = """
        update round set number = @Number, title = @title, starts_on = @StartsOn, ends_on = @EndsOn, zone = @Zone,
          definition_id = @DefinitionId, template_id = @TemplateId, template_version = @TemplateVersion, version = version + 1
        where id = @id and version = @version
        """;

    public const string SetRoundState = "update round set state = @state, version = version + 1 where id = @id and version = @version";

    public const string OpenPlans = "select count(*) from plan where round_id = @id and state = 'open'";

    public const string Definitions = """
        select d.definition_id, d.version, d.name, d.json from workflow_definition d
        where d.version = (select max(n.version) from workflow_definition n where n.definition_id = d.definition_id)
        order by d.name, d.definition_id
        """;
}
