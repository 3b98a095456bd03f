using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.TestSupport;

/// <summary>Activities and desk for tests of the host: they write rows of their own in the act's transaction.</summary>
public static class TestActivities
{
    public static ActivityCatalog Catalog { get; } = new([.. BuiltIn.All, new Wait(), new Fragile()]);

    /// <summary>A host whose activities note every open wait in the table of settings.</summary>
    public static WorkflowHost Host() => new(Catalog, (work, instance) => new TestDesk(work, instance));

    /// <summary>A host whose activities write nothing of their own.</summary>
    public static WorkflowHost BareHost() => new(Catalog, static (_, _) => Nobody);

    static readonly object Nobody = new();

    static Trilingual Text(string text) => new(text, text, text);

    /// <summary>Waits for a person. The outcome is part of the input.</summary>
    sealed class Wait : Activity
    {
        public override ActivityDeclaration Declaration { get; } = new()
        {
            TypeName = "Test.Wait",
            Category = "Test",
            DisplayName = Text("Wait"),
            Help = Text("Waits."),
            Kind = ActivityKind.Task,
            Inputs = [new InputDeclaration("Outcomes", "String[]", Text("Outcomes"), Text("Outcomes"))],
            OutcomesFrom = "Outcomes",
        };

        public override async ValueTask ExecuteAsync(ActivityContext context)
        {
            var bookmark = context.CreateBookmark(new BookmarkRequest());
            if (context.Desk<object>() is TestDesk desk)
            {
                await desk.OpenAsync(bookmark);
            }
        }

        public override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
        {
            if (context.Desk<object>() is TestDesk desk)
            {
                await desk.CloseAsync(resumption.BookmarkId);
            }

            context.Complete((string?)resumption.Input["outcome"] ?? "Done");
        }
    }

    /// <summary>Writes, then fails as long as the setting <c>broken</c> exists.</summary>
    sealed class Fragile : Activity
    {
        public override ActivityDeclaration Declaration { get; } = new()
        {
            TypeName = "Test.Fragile",
            Category = "Test",
            DisplayName = Text("Fragile"),
            Help = Text("Breaks."),
        };

        public override async ValueTask ExecuteAsync(ActivityContext context)
        {
            var desk = context.Desk<TestDesk>();
            await desk.NoteAsync($"fragile {context.InstanceId}");
            if (await desk.IsBrokenAsync())
            {
                throw new InvalidOperationException("it is broken");
            }
        }
    }
}

public sealed class TestDesk(UnitOfWork work, InstanceRow instance)
{
    public Task OpenAsync(string bookmark) => NoteAsync($"open {bookmark}");

    public async Task CloseAsync(string bookmark)
    {
        if (!await work.ExecuteOneAsync("update setting set value = 'closed' where key = @key and value = 'open'", new { key = $"open {bookmark}" }))
        {
            throw new InvalidOperationException($"{bookmark} was not open.");
        }
    }

    public Task NoteAsync(string key) =>
        work.ExecuteAsync("insert into setting(key, value, updated_at, updated_by) values (@key, 'open', @Now, @Id)", new { key, work.Now, instance.Id });

    public async Task<bool> IsBrokenAsync() => await work.ScalarAsync<string>("select value from setting where key = 'broken'") is not null;
}
