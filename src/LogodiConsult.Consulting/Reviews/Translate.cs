using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>The text is put into a language that the reviewers read; their clock starts afterwards. Without an interpreter on the plan
/// the way goes on at once.</summary>
public sealed class Translate : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Translate",
        new Trilingual("Traducir para los consultores", "검토용 번역", "Translate for the reviewers"),
        new Trilingual(
            "Abre la tarea de traducción si el plan tiene intérprete; puede omitirse. El plazo de la revisión empieza después.",
            "통번역사가 배정되어 있으면 번역 할 일을 엽니다. 생략할 수 있으며, 검토 기한은 그 뒤에 시작됩니다.",
            "Opens the translation task when the plan has an interpreter; it can be skipped. The review's clock starts afterwards."),
        ["Translated", "Skipped"]);

    protected override string Kind => "translate";

    protected override Role To => Role.Interpreter;

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if ((await context.Desk<IDesk>().HoldersAsync(Role.Interpreter)).Count == 0)
            context.Complete("Skipped");
        else
            await base.ExecuteAsync(context);
    }
}
