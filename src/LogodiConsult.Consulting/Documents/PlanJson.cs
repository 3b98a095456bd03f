using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The shape of an exported plan, see docs/plan-json.md. A change that breaks readers raises <see cref="Version"/>.</summary>
static class PlanJson
{
    public const int Version = 1;

    public static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Of(PlanView view, IReadOnlyList<RevisionSection> frozen, IReadOnlyList<TranslationMemory> memories, DateTimeOffset at)
    {
        var byRevision = frozen.ToLookup(s => s.RevisionId);
        return new JsonObject
        {
            ["format"] = "logodiconsult/plan",
            ["version"] = Version,
            ["exportedAt"] = Utc(at),
            ["plan"] = Identity(view),
            ["revisions"] = List(view.Revisions, r => Revision(view, r, byRevision[r.Id])),
            ["working"] = view.Working.Count == 0 ? null : List(view.Template.Sections.Where(s => view.Working.ContainsKey(s.Key)), s =>
                Section(view, s, view.Working[s.Key].Content, view.Working[s.Key].Language, view.Working[s.Key].UpdatedBy, view.Working[s.Key].UpdatedAt)),
            ["results"] = LogFrameJson.Of(view, memories),
            ["reviews"] = List(view.Reviews, r => new JsonObject
            {
                ["round"] = r.Round,
                ["consultant"] = Person(view, r.ConsultantId),
                ["recommendation"] = r.Recommendation?.ToCode(),
                ["summary"] = r.Summary,
                ["language"] = r.Language,
                ["releasedAt"] = Utc(r.ReleasedAt),
            }),
            ["comments"] = List(view.Comments.OrderBy(c => c.Comment.Number ?? int.MaxValue), c => Comment(view, c)),
            ["files"] = List(view.Files, f => new JsonObject
            {
                ["id"] = f.FileId,
                ["name"] = f.Name,
                ["kind"] = f.Kind,
                ["bytes"] = f.Bytes,
                ["sha256"] = f.Sha256,
                ["addedAt"] = Utc(f.AddedAt),
                ["addedBy"] = Person(view, f.AddedBy),
            }),
        };
    }

    static JsonObject Identity(PlanView view)
    {
        var plan = view.Plan;
        return new JsonObject
        {
            ["reference"] = plan.Reference,
            ["title"] = plan.Title,
            ["language"] = plan.Language,
            ["programme"] = new JsonObject { ["code"] = plan.ProgrammeCode, ["title"] = Words(view.Programme), ["firstYear"] = plan.FirstYear, ["lastYear"] = plan.LastYear },
            ["round"] = new JsonObject { ["number"] = plan.RoundNumber, ["title"] = Words(view.Round) },
            ["subject"] = view.Subject is { } subject ? Words(subject) : null,
            ["official"] = Person(view, plan.OfficialId),
            ["supervisor"] = plan.SupervisorId is { } supervisor ? Person(view, supervisor) : null,
            ["template"] = new JsonObject { ["id"] = plan.TemplateId, ["version"] = plan.TemplateVersion, ["title"] = Words(view.Template.Title) },
            ["state"] = plan.State.ToCode(),
            ["stage"] = new JsonObject { ["key"] = plan.Stage, ["name"] = Words(view.Stages.Name(plan.Stage)), ["since"] = Utc(plan.StageSince) },
            ["createdAt"] = Utc(plan.CreatedAt),
            ["completedAt"] = Utc(plan.CompletedAt),
        };
    }

    static JsonObject Revision(PlanView view, Revision revision, IEnumerable<RevisionSection> sections)
    {
        var texts = sections.ToDictionary(s => s.Key);
        return new JsonObject
        {
            ["number"] = revision.Number,
            ["title"] = revision.Title,
            ["submittedAt"] = Utc(revision.SubmittedAt),
            ["submittedBy"] = Person(view, revision.SubmittedBy),
            ["receipt"] = revision.Receipt,
            ["sha256"] = revision.Sha256,
            ["words"] = revision.Words,
            ["sections"] = List(view.Template.Sections.Where(s => texts.ContainsKey(s.Key)), s =>
                Section(view, s, texts[s.Key].Content, texts[s.Key].Language, texts[s.Key].UpdatedBy, null)),
        };
    }

    /// <summary>Text as text; tables, trees and lists of files as the JSON that they are.</summary>
    static JsonObject Section(PlanView view, SectionDeclaration section, string content, string language, long by, DateTimeOffset? at) => new()
    {
        ["key"] = section.Key,
        ["number"] = section.Number,
        ["kind"] = section.Kind.Name,
        ["title"] = Words(section.Title),
        ["language"] = language,
        ["content"] = section.Kind is TableKind or TreeKind or FilesKind && content.Length > 0 ? JsonNode.Parse(content) : JsonValue.Create(content),
        ["writtenBy"] = Person(view, by),
        ["writtenAt"] = Utc(at),
    };

    static JsonObject Comment(PlanView view, CommentView shown)
    {
        var comment = shown.Comment;
        return new JsonObject
        {
            ["number"] = comment.Number,
            ["round"] = comment.ReviewRound,
            ["revision"] = comment.RevisionNumber,
            ["section"] = comment.SectionKey,
            ["part"] = comment.Part,
            ["selector"] = comment.Selector is { } selector ? JsonNode.Parse(selector) : null,
            ["kind"] = comment.Kind.ToCode(),
            ["state"] = comment.State.ToCode(),
            ["required"] = comment.Required,
            ["text"] = comment.Text,
            ["language"] = comment.Language,
            ["proposal"] = comment.Proposal,
            ["by"] = Person(view, comment.OwnerId),
            ["createdAt"] = Utc(comment.CreatedAt),
            ["answers"] = List(shown.Answers, a => new JsonObject
            {
                ["round"] = a.Round,
                ["kind"] = a.Kind.ToCode(),
                ["text"] = a.Text,
                ["language"] = a.Language,
                ["by"] = Person(view, a.AuthorId),
                ["savedAt"] = Utc(a.SavedAt),
                ["decision"] = a.Decision?.ToCode(),
                ["decidedAt"] = Utc(a.DecidedAt),
            }),
        };
    }

    static JsonObject? Person(PlanView view, long id) => view.People.GetValueOrDefault(id) is { } person
        ? new JsonObject { ["name"] = person.Name, ["institution"] = person.Institution, ["post"] = person.Post, ["region"] = person.Region }
        : null;

    static JsonObject Words(Trilingual text) => new() { ["es"] = text.Es, ["ko"] = text.Ko, ["en"] = text.En };

    static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => [.. items.Select(write)];

    static string? Utc(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
