using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Engine;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Plans;

/// <summary>The official writes the plan and hands in its next revision.</summary>
public sealed class WriteDraft : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.WriteDraft",
        new Trilingual("Redactar el plan", "액션플랜 작성", "Write the plan"),
        new Trilingual(
            "Abre la tarea de redacción del funcionario y espera a que presente una versión.",
            "연수생에게 작성 할 일을 열고 액션플랜이 제출될 때까지 기다립니다.",
            "Opens the official's writing task and waits until a revision is handed in."),
        ["Submitted"]);

    protected override string Kind => "draft";

    protected override Role To => Role.Official;
}

/// <summary>The official answers the comments of the released reviews and hands in the next revision.</summary>
public sealed class Revise : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Revise",
        new Trilingual("Corregir y responder", "수정 및 답변", "Revise and answer"),
        new Trilingual(
            "Abre la tarea de corrección: responder a los comentarios y presentar una nueva versión.",
            "수정 할 일을 엽니다. 의견에 답하고 새 수정본을 제출합니다.",
            "Opens the revision task: answer the comments and hand in a new revision."),
        ["Submitted"]);

    protected override string Kind => "revise";

    protected override Role To => Role.Official;
}

/// <summary>The supervisor at home endorses mandate and resources. Without a supervisor the way goes on at once.</summary>
public sealed class Endorse : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Endorse",
        new Trilingual("Respaldo del superior", "상급자 승인", "Endorsement by the supervisor"),
        new Trilingual(
            "Pide al superior jerárquico que respalde el mandato y los recursos. Sin superior designado continúa por NotNeeded.",
            "소속기관 상급자에게 권한과 자원을 승인하도록 요청합니다. 상급자가 없으면 NotNeeded로 진행합니다.",
            "Asks the supervisor to endorse mandate and resources. Without a supervisor it continues by NotNeeded."),
        ["Endorsed", "Returned", "NotNeeded"]);

    protected override string Kind => "endorse";

    protected override Role To => Role.Supervisor;

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if ((await context.Desk<IDesk>().HoldersAsync(Role.Supervisor)).Count == 0)
            context.Complete("NotNeeded");
        else
            await base.ExecuteAsync(context);
    }
}

/// <summary>When the rounds are used up and a reviewer still wants changes, the lead decides how it goes on.</summary>
public sealed class Decide : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Decide",
        new Trilingual("Decisión del responsable", "책임자 결정", "Decision of the lead"),
        new Trilingual(
            "Agotadas las rondas, el responsable acepta el plan o concede otra ronda.",
            "정해진 검토 차수를 모두 마치면 책임자가 액션플랜을 수락하거나 검토를 한 차례 더 허용합니다.",
            "When the rounds are used up the lead accepts the plan or grants another round."),
        ["Accept", "AnotherRound"]);

    protected override string Kind => "decide";

    protected override Role To => Role.Lead;
}

/// <summary>The lead closes the course part of the plan; from here on it is an implementation with follow-up.</summary>
public sealed class Complete : TaskActivity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Complete",
        new Trilingual("Concluir el plan", "액션플랜 완료", "Complete the plan"),
        new Trilingual(
            "El responsable confirma que el plan está presentado y evaluado; el plan queda concluido.",
            "책임자가 발표와 평가가 끝났음을 확인하면 액션플랜이 완료됩니다.",
            "The lead confirms that the plan was presented and scored; the plan is completed."),
        ["Completed"],
        [.. TaskInputs.Common, new InputDeclaration("CompletedStage", "String", new Trilingual("Etapa final", "완료 단계", "Final stage"),
                new Trilingual(
                "Etapa que se muestra cuando el plan está concluido.",
                "액션플랜이 완료된 뒤 표시되는 단계입니다.",
                "The stage shown once the plan is completed."))
            {
            Default = "completed",
        }]);

    protected override string Kind => "complete";

    protected override Role To => Role.Lead;

    protected override async ValueTask BeforeCompletionAsync(ActivityContext context, string outcome, JsonObject input)
    {
        var desk = context.Desk<IDesk>();
        await desk.CompletePlanAsync();
        await desk.SetStageAsync(context.Get<string>("CompletedStage") ?? "completed");
        await desk.TellAsync("plan_completed", Role.Official);
    }
}

/// <summary>Tells everyone who holds a role on the plan something by mail and goes on.</summary>
public sealed class Tell : Activity
{
    public override ActivityDeclaration Declaration { get; } = TaskInputs.Declare("Logodi.Tell",
        new Trilingual("Avisar por correo", "이메일 알림", "Tell by e-mail"),
        new Trilingual(
            "Envía un correo de la clase indicada a quienes tienen esa función en el plan.",
            "해당 역할을 맡은 사람에게 지정한 종류의 이메일을 보냅니다.",
            "Sends an e-mail of the given kind to those who hold the role on the plan."),
        ["Done"],
        [
            new InputDeclaration("Mail", "String", new Trilingual("Correo", "이메일", "E-mail"),
                new Trilingual("Clase de correo, por ejemplo plan_accepted.", "이메일 종류. 예: plan_accepted.", "Kind of e-mail, for example plan_accepted.")) { Required = true },
            new InputDeclaration("To", "String", new Trilingual("Destinatarios", "받는 사람", "To"),
                new Trilingual("Función en el plan de quienes reciben el correo.", "이메일을 받을 사람의 역할입니다.", "The role on the plan of those who get the e-mail."))
            {
                Default = "official",
                Options = ["official", "consultant", "interpreter", "lead", "supervisor", "panel"],
                Editor = "dropdown",
            },
        ]);

    public override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var mail = context.Get<string>("Mail") ?? throw new InvalidOperationException($"{context.ActivityId}: the input 'mail' is empty.");
        await context.Desk<IDesk>().TellAsync(mail, Enum.Parse<Role>(context.Get<string>("To") ?? "official", ignoreCase: true));
        context.Complete();
    }
}
