using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting;

/// <summary>The audit line of an act. It holds ids, numbers, codes and digests, never a name or a text, so that erasing a person leaves the chain whole.</summary>
public static class Trail
{
    public static Task AddAsync(UnitOfWork work, string act, Actor actor, long? planId, long? roundId, string subject, long subjectId, JsonObject? facts = null) =>
        Audit.AppendAsync(work, actor, new AuditLine(act) { PlanId = planId, RoundId = roundId, Subject = subject, SubjectId = subjectId, Facts = facts });

    /// <summary>SHA-256 of a text that itself must not stand in the chain.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
