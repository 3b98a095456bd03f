namespace LogodiConsult.Consulting.People;

static class PersonSql
{
    const string Columns =
        """
        p.id, p.name, p.native_name, p.sort_name, p.email, p.language, p.zone, p.institution, p.post, p.region,
        p.is_administrator, p.is_sample, p.stamp, p.created_at, p.erased_at, p.version
        """;

    public const string ById = $"select {Columns} from person p where p.id = @id and p.erased_at is null";

    public const string ByEmail = $"select {Columns} from person p where p.email = @email and p.erased_at is null";

    public const string EmailTaken = "select count(*) from person where email = @email and id <> @id";

    public const string Roles = "select role, programme_id, round_id from role where person_id = @id and ended_at is null order by id";

    public const string RolesEver = "select role, programme_id, round_id from role where person_id = @id order by id";

    public const string Samples = $"select {Columns} from person p where p.is_sample = 1 and p.erased_at is null order by p.sort_name, p.id";

    public const string SampleRoles = """
        select l.person_id, l.role from role l join person p on p.id = l.person_id
        where p.is_sample = 1 and l.ended_at is null
        order by l.id
        """;

    public const string Insert = """
        insert into person(name, native_name, sort_name, email, language, zone, institution, post, region, is_administrator, is_sample, stamp, created_at)
        values (@Name, @NativeName, @SortName, @Email, @Language, @Zone, @Institution, @Post, @Region, @IsAdministrator, @IsSample, @Stamp, @now)
        returning id
        """;

    public const string Update = """
        update person set name = @Name, native_name = @NativeName, sort_name = @SortName, email = @Email, language = @Language, zone = @Zone,
          institution = @Institution, post = @Post, region = @Region, version = version + 1
        where id = @Id and version = @Version
        """;

    public const string SetLanguage = "update person set language = @language, version = version + 1 where id = @id and erased_at is null";

    public const string SetStamp = "update person set stamp = @stamp where id = @id and erased_at is null";

    /// <summary>Anybody but an administrator who never came in: then the installation is in use.</summary>
    public const string InUse = """
        select count(*) from person p
        where p.is_administrator = 0 or exists (select 1 from one_time_link k where k.person_id = p.id and k.used_at is not null)
        """;

    public const string Administrator = $"select {Columns} from person p where p.is_administrator = 1 and p.erased_at is null order by p.id";
}

static class LinkSql
{
    public const string Insert = """
        insert into one_time_link(person_id, token_digest, purpose, created_at, created_by, expires_at)
        values (@person, @digest, @purpose, @now, @by, @expires)
        returning id
        """;

    public const string ByDigest = """
        select k.id, k.person_id, k.expires_at, k.used_at, p.name, p.native_name, p.language
        from one_time_link k join person p on p.id = k.person_id
        where k.token_digest = @digest and p.erased_at is null
        """;

    public const string Use = "update one_time_link set used_at = @now where id = @id and used_at is null";

    /// <summary>Links that the person asked for at the door.</summary>
    public const string AskedSince = "select count(*) from one_time_link where person_id = @person and created_by = @person and created_at > @since";

    public const string DropUnused = "delete from one_time_link where person_id = @person and used_at is null";
}

static class RoleSql
{
    const string MemberColumns =
        """
        l.id as role_id, l.person_id, p.name, p.native_name, p.email, p.language, p.institution, p.post, p.region, l.role, l.programme_id,
        l.round_id, l.since, case when exists (select 1 from one_time_link k where k.person_id = p.id and k.used_at is not null)
          then 1 else 0 end as has_signed_in
        """;

    public const string Member = $"select {MemberColumns} from role l join person p on p.id = l.person_id where l.id = @id and l.ended_at is null";

    public const string Members = $"""
        select {MemberColumns} from role l join person p on p.id = l.person_id
        where l.programme_id = @programme and l.ended_at is null and (@round is null or l.round_id is null or l.round_id = @round)
        order by l.role, p.sort_name, l.id
        """;

    public const string RoundsProgramme = "select programme_id from round where id = @round";

    public const string ProgrammeExists = "select count(*) from programme where id = @programme";

    public const string Held = """
        select count(*) from role
        where person_id = @person and role = @role and programme_id = @programme and coalesce(round_id, 0) = coalesce(@round, 0) and ended_at is null
        """;

    public const string Insert = """
        insert into role(person_id, role, programme_id, round_id, since) values (@person, @role, @programme, @round, @now) returning id
        """;

    public const string End = "update role set ended_at = @now where id = @id and ended_at is null";

    public const string OtherLeads = """
        select count(*) from role where programme_id = @programme and role = 'lead' and round_id is null and ended_at is null and id <> @id
        """;

    /// <summary>What on open plans rests on the person in this role: their own plans, plans they endorse, plans they are assigned to.</summary>
    public const string Busy = """
        select count(*) from plan pl join round r on r.id = pl.round_id
        where pl.state = 'open' and r.programme_id = @programme and (@round is null or r.id = @round) and (
          (@role = 'official' and (pl.official_id = @person
            or exists (select 1 from author u where u.plan_id = pl.id and u.person_id = @person and u.kind = 'coAuthor' and u.ended_at is null)))
          or (@role = 'supervisor' and pl.supervisor_id = @person)
          or exists (select 1 from assignment a where a.plan_id = pl.id and a.person_id = @person and a.role = @role and a.ended_at is null))
        """;
}
