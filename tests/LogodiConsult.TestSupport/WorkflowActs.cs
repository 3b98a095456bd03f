using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.TestSupport;

/// <summary>The acts of the host, each in its own unit of work.</summary>
public static class WorkflowActs
{
    public static async Task PublishAsync(this TestDatabase db, WorkflowHost host, string json)
    {
        if ((await host.PublishAsync(db.Database, json)).Refusal is { } no)
        {
            throw new InvalidOperationException($"{no.Code}: {string.Join(", ", no.Facts.Values)}");
        }
    }

    public static async Task<long> StartAsync(this TestDatabase db, WorkflowHost host, string definitionId, JsonObject? input = null) =>
        (await db.Database.WriteAsync<long>(async work => (await host.StartAsync(work, definitionId, input: input)).Value.Id)).Value;

    public static Task<Result<Done>> ResumeAsync(this TestDatabase db, WorkflowHost host, string bookmark, string outcome = "Done", string? key = null) =>
        db.Database.WriteAsync<Done>(work => host.ResumeAsync(work, bookmark, new JsonObject { ["outcome"] = outcome }, key));

    public static async Task<string> OnlyBookmarkAsync(this TestDatabase db, long instanceId) =>
        await db.Database.ReadAsync(s => s.SingleAsync<string>("select id from bookmark where instance_id = @instanceId", new { instanceId }));
}
