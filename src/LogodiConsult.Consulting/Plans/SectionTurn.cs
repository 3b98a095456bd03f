using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

public static class SectionTurnSql
{
    /// <summary>Keeps the text that another writer leaves, towards the revision being written, before somebody else's replaces it. What one person alone
    /// writes between two revisions needs no keeping: the revisions tell it.</summary>
    public static Task<int> NoteAsync(UnitOfWork work, long planId, SectionText next, long by) =>
        work.ExecuteAsync(
            """
            insert into section_turn (plan_id, key, revision, person_id, content, left_at)
            select s.plan_id, s.key, e.revision, s.updated_by, s.content, s.updated_at
            from section s join plan p on p.id = s.plan_id
            join section_edit e on e.plan_id = s.plan_id and e.key = s.key and e.revision = p.revision_count + 1 and e.person_id = s.updated_by
            where s.plan_id = @planId and s.key = @Key and s.version = @BaseVersion and s.updated_by <> @by
            """,
            new { planId, next.Key, next.BaseVersion, by });
}
