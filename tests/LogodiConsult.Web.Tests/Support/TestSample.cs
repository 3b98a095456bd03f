using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>The sample programme in a test's site; people and plans are named by the keys of its data.</summary>
public static class TestSample
{
    public static SampleData Data { get; } = SampleData.Load();

    public static async Task PlayAsync(IServiceProvider services)
    {
        var programme = services.GetRequiredService<ProgrammeData>();
        var host = services.GetRequiredService<WorkflowHost>();
        Assert.Empty(await programme.PublishAsync(services.GetRequiredService<Database>(), host));
        var player = new SamplePlayer(services.GetRequiredService<DatabaseOptions>(), host, programme.Templates, programme.Rubrics, programme.Calendars,
            services.GetRequiredService<AttachmentFolder>());
        Assert.Null((await player.PlayAsync(new SamplePlayRequest(DateTimeOffset.UtcNow))).Refusal);
    }

    /// <summary>A copy of the data as it stands: the database, and the files beside it.</summary>
    public static async Task CopyAsync(IServiceProvider services, string folder)
    {
        var options = services.GetRequiredService<DatabaseOptions>();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.SqlitePath, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var copying = connection.CreateCommand();
        copying.CommandText = "vacuum into $copy";
        copying.Parameters.AddWithValue("$copy", Path.Combine(folder, Path.GetFileName(options.SqlitePath)));
        await copying.ExecuteNonQueryAsync();
        foreach (var beside in Directory.EnumerateDirectories(options.DataFolder))
            Copy(beside, Path.Combine(folder, Path.GetFileName(beside)));
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    public static Task<T?> ReadAsync<T>(this TestSite site, string sql, object? args = null) =>
        site.Services.GetRequiredService<Database>().ReadAsync(session => session.ScalarAsync<T>(sql, args));

    public static Task<long> PlanAsync(this TestSite site, string key) =>
        site.ReadAsync<long>("select id from plan where title = @Es", new { Data.Plan(key).Title.Es });

    public static Task<long> PersonAsync(this TestSite site, string key) =>
        site.ReadAsync<long>("select id from person where name = @Name", new { Data.Person(key).Name });

    /// <summary>Somebody signed in at a browser, in the language of the sample, whichever another test has switched to.</summary>
    public static async Task<Visit> AsAsync(this TestSite site, string person)
    {
        var visit = await site.Visit().SignedInAsync(await site.PersonAsync(person));
        await visit.SpeakAsync(Data.Person(person).Language);
        return visit;
    }

    /// <summary>Switches the language by the switch of the page.</summary>
    public static async Task SpeakAsync(this Visit visit, string language) =>
        await visit.PostAsync("/language", Visit.FieldsOf(await visit.GetAsync("/language"), "form.languages", null, $"button[value={language}]"));

    /// <summary>The consultant whose review of the plan is open, signed in.</summary>
    public static async Task<Visit> AsReviewerAsync(this TestSite site, long plan) => await site.Visit().SignedInAsync(await site.ReviewerAsync(plan));

    public static Task<long> ReviewerAsync(this TestSite site, long plan) =>
        site.ReadAsync<long>("select min(person_id) from task where plan_id = @plan and kind = 'review' and closed_at is null", new { plan });
}
