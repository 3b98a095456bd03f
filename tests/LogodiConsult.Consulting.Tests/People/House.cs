using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Engine;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.People;

/// <summary>A database with an administrator who came in, and the services to fill it by the front door.</summary>
sealed class House : IAsyncDisposable
{
    House(TestDatabase db)
    {
        Db = db;
        People = new PeopleService(db.Database);
        Links = new PersonLinks(db.Database);
        Roles = new RoleService(db.Database);
        Programmes = new ProgrammeService(db.Database);
        Rounds = new RoundService(db.Database, new TemplateLibrary([new PlanTemplate("default", 1, new Trilingual("Plan", "계획", "Plan"), [], [])]));
    }

    public TestDatabase Db { get; }

    public PeopleService People { get; }

    public PersonLinks Links { get; }

    public RoleService Roles { get; }

    public ProgrammeService Programmes { get; }

    public RoundService Rounds { get; }

    public Actor Administrator { get; private set; } = null!;

    public static async Task<House> BuildAsync(Dialect dialect)
    {
        var house = new House(await TestDatabase.CreateAsync(dialect));
        var link = (await house.Links.FirstAdministratorAsync())!;
        var person = (await house.Links.UseAsync(Token(link.Path))).Value;
        house.Administrator = (await house.People.ActorAsync(person.Id))!;
        return house;
    }

    public static string Token(string path) => path["/link/".Length..];

    public static CreateProgramme ProgrammeForm(string code) => new()
    {
        Code = code,
        Title = new Trilingual("Innovación", "혁신", "Innovation"),
        Host = "LOGODI",
        Sponsor = "KOICA",
        Requester = "SERVIR",
        MemorandumYear = 2017,
        FirstYear = 2020,
        LastYear = 2022,
    };

    public static CreateRound RoundForm(long programme, int number) => new(programme)
    {
        Number = number,
        Title = new Trilingual("Primera ronda", "1차", "First round"),
        StartsOn = new DateOnly(2020, 10, 12),
        EndsOn = new DateOnly(2020, 10, 21),
        Zone = "America/Lima",
        DefinitionId = "action-plan",
        TemplateId = "default",
        TemplateVersion = 1,
    };

    public static Invite InviteForm(long programme, long? round, string email, params Role[] roles) => new(programme, round, roles)
    {
        Name = "Rosa Ñáñez Quispe",
        Email = email,
        Language = "es",
        Zone = "America/Lima",
        Institution = "Gobierno Regional de Cusco",
    };

    public async Task<long> ProgrammeAsync(string code = "PE-2020") => (await Programmes.CreateAsync(ProgrammeForm(code), Administrator)).Value;

    public async Task<long> RoundAsync(long programme, int number = 1)
    {
        await PublishAsync("action-plan", 1, """{"customProperties":{"stages":[{"key":"draft","es":"En redacción","ko":"작성 중","en":"Drafting"},{"key":"review","es":"En revisión","ko":"검토 중","en":"In review"},{"key":"completed","es":"Concluido","ko":"완료","en":"Completed"}]}}""");
        return (await Rounds.CreateAsync(RoundForm(programme, number), Administrator)).Value;
    }

    /// <summary>Puts a definition down as the publication does; the engine's own checks are not what is tested here.</summary>
    public async Task PublishAsync(string id, int version, string json) =>
        await Db.ExecuteAsync(
            """
            insert into workflow_definition(definition_id, version, name, json, sha256, published_at)
            values (@id, @version, @id, @json, @sha256, 0) on conflict do nothing
            """,
            new { id, version, json, sha256 = new string('0', 64) });

    /// <summary>Invites somebody new and lets them in.</summary>
    public async Task<Actor> JoinAsync(long programme, long? round, string email, params Role[] roles)
    {
        var invited = (await People.InviteAsync(InviteForm(programme, round, email, roles), Administrator)).Value;
        await Links.UseAsync(Token(invited.LinkPath!));
        return (await People.ActorAsync(invited.PersonId))!;
    }

    public ValueTask DisposeAsync() => Db.DisposeAsync();
}
