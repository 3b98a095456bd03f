using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Tests.Plans;

/// <summary>People × acts × stages. Every act stands in the table: one without a row fails <see cref="Table_EveryAct_HasARow"/>.</summary>
public sealed class PlanAccessTests
{
    const long Official = 1, Supervisor = 2, Consultant = 3, Interpreter = 4, Lead = 5, Stranger = 6, OtherLead = 7, FormerConsultant = 8, Administrator = 9, Panel = 10, CoAuthor = 11, FormerOwner = 12;

    static readonly Dictionary<string, Actor> People = new()
    {
        ["official"] = new Actor(Official, false, [new RoleHeld(Role.Official, 1, 1)]),
        ["co-author"] = new Actor(CoAuthor, false, [new RoleHeld(Role.Official, 1, 1)]),
        ["former owner"] = new Actor(FormerOwner, false, [new RoleHeld(Role.Official, 1, 1)]),
        ["supervisor"] = new Actor(Supervisor, false, [new RoleHeld(Role.Supervisor, 1, 1)]),
        ["consultant"] = new Actor(Consultant, false, [new RoleHeld(Role.Consultant, 1, 1)]),
        ["interpreter"] = new Actor(Interpreter, false, [new RoleHeld(Role.Interpreter, 1, null)]),
        ["panel"] = new Actor(Panel, false, [new RoleHeld(Role.Panel, 1, 1)]),
        ["lead"] = new Actor(Lead, false, [new RoleHeld(Role.Lead, 1, null)]),
        ["former consultant"] = new Actor(FormerConsultant, false, [new RoleHeld(Role.Consultant, 1, 1)]),
        ["administrator"] = new Actor(Administrator, true, []),
        ["consultant of another plan"] = new Actor(Stranger, false, [new RoleHeld(Role.Consultant, 1, 1)]),
        ["lead of another round"] = new Actor(OtherLead, false, [new RoleHeld(Role.Lead, 1, 2)]),
    };

    /// <summary>act, stage (kind of the open task) → who may; everybody else who sees the plan gets a reason, those who do not see it get 404.</summary>
    static readonly (PlanAct Act, string Stage, string[] May)[] Table =
    [
        (PlanAct.See, "draft", ["official", "co-author", "former owner", "supervisor", "consultant", "interpreter", "panel", "lead", "former consultant", "administrator"]),
        (PlanAct.SeeHistory, "draft", ["official", "co-author", "former owner", "supervisor", "consultant", "interpreter", "panel", "lead", "former consultant", "administrator"]),
        (PlanAct.SeeWorkingText, "draft", ["official", "co-author"]),
        (PlanAct.SeeScores, "complete", ["consultant", "panel", "lead", "administrator"]),
        (PlanAct.SeeReleasedReviews, "revise", ["official", "co-author", "former owner", "consultant", "interpreter", "panel", "lead", "former consultant", "administrator"]),
        (PlanAct.SeeScoreBoard, "review", ["consultant", "lead", "administrator"]),
        (PlanAct.ScoreInPanel, "present", ["panel"]),
        (PlanAct.ScoreInPanel, "review", []),
        (PlanAct.Notes, "draft", ["consultant", "lead", "administrator"]),
        (PlanAct.Notes, "review", ["consultant", "lead", "administrator"]),
        (PlanAct.StepBack, "review", ["consultant"]),
        (PlanAct.Write, "draft", ["official", "co-author"]),
        (PlanAct.Write, "review", []),
        (PlanAct.Submit, "revise", ["official", "co-author"]),
        (PlanAct.Submit, "endorse", []),
        (PlanAct.Answer, "revise", ["official", "co-author"]),
        (PlanAct.Answer, "draft", []),
        (PlanAct.Endorse, "endorse", ["supervisor"]),
        (PlanAct.WaiveEndorsement, "endorse", ["lead", "administrator"]),
        (PlanAct.WaiveEndorsement, "draft", []),
        (PlanAct.Translate, "translate", ["interpreter"]),
        (PlanAct.SkipTranslation, "translate", ["interpreter", "lead", "administrator"]),
        (PlanAct.Review, "review", ["consultant"]),
        (PlanAct.Review, "revise", []),
        (PlanAct.Decide, "decide", ["lead", "administrator"]),
        (PlanAct.Schedule, "schedule", ["lead", "administrator"]),
        (PlanAct.Reopen, "schedule", ["lead", "administrator"]),
        (PlanAct.Reopen, "present", []),
        (PlanAct.Present, "present", ["lead", "administrator"]),
        (PlanAct.Complete, "complete", ["lead", "administrator"]),
        (PlanAct.Report, "report", ["official", "co-author"]),
        (PlanAct.Assign, "review", ["lead", "administrator"]),
        (PlanAct.Extend, "review", ["lead", "administrator"]),
        (PlanAct.Withdraw, "draft", ["lead", "administrator"]),
        (PlanAct.AddAuthor, "draft", ["official", "lead", "administrator"]),
        (PlanAct.HandOver, "review", ["official", "lead", "administrator"]),
        (PlanAct.Lead, "draft", ["lead", "administrator"]),
    ];

    static readonly string[] Outside = ["consultant of another plan", "lead of another round"];

    public static TheoryData<PlanAct, string, string> Rows()
    {
        var rows = new TheoryData<PlanAct, string, string>();
        foreach (var (act, stage, _) in Table)
        {
            foreach (var person in People.Keys)
                rows.Add(act, stage, person);
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Why_OfTheTable_IsAsTheTableSays(PlanAct act, string stage, string person)
    {
        var may = Table.Single(r => r.Act == act && r.Stage == stage).May;
        var refusal = PlanAccess.Why(act, Facts(stage), People[person]);
        if (may.Contains(person))
            Assert.Null(refusal);
        else if (Outside.Contains(person))
            Assert.Equal(RefusalKind.Hidden, refusal?.Kind);
        else
            Assert.True(refusal?.Kind is RefusalKind.Forbidden or RefusalKind.OutOfTime, $"{person} may {act} in {stage}: {refusal}");
    }

    [Fact]
    public void Table_EveryAct_HasARow() => Assert.Empty(Enum.GetValues<PlanAct>().Except(Table.Select(r => r.Act)));

    [Fact]
    public void Why_OfficialOutOfTurn_SaysThatItIsNotTheirTurn() =>
        Assert.Equal("plan.notYourTurn", PlanAccess.Why(PlanAct.Submit, Facts("review"), People["official"])?.Code);

    [Fact]
    public void Why_ReopeningWhereTheDefinitionHasNoWayBack_IsOutOfTime()
    {
        var facts = Facts("schedule") with { OpenTasks = [new PlanTask { Id = 1, Kind = "schedule", Role = Role.Lead, Outcomes = """["Scheduled"]""" }] };
        Assert.Equal("plan.noWayBack", PlanAccess.Why(PlanAct.Reopen, facts, People["lead"])?.Code);
    }

    [Fact]
    public void Why_ConsultantWhoseTaskIsDone_IsOutOfTime()
    {
        var facts = Facts("review") with { OpenTasks = [] };
        Assert.Equal(RefusalKind.OutOfTime, PlanAccess.Why(PlanAct.Review, facts, People["consultant"])?.Kind);
    }

    [Fact]
    public void Why_WithdrawnPlan_SaysSo()
    {
        var facts = Facts("draft", PlanState.Withdrawn) with { OpenTasks = [] };
        Assert.Equal("plan.withdrawn", PlanAccess.Why(PlanAct.Write, facts, People["official"])?.Code);
        Assert.Equal("plan.withdrawn", PlanAccess.Why(PlanAct.Assign, facts, People["lead"])?.Code);
    }

    [Fact]
    public void Why_ScoresOfACompletedPlan_AreTheOfficialsToo()
    {
        Assert.NotNull(PlanAccess.Why(PlanAct.SeeScores, Facts("complete"), People["official"]));
        Assert.Null(PlanAccess.Why(PlanAct.SeeScores, Facts("report", PlanState.Completed), People["official"]));
    }

    [Fact]
    public void TaskOf_TwoTasks_IsTheOneWithTheEarlierDeadline()
    {
        var now = DateTimeOffset.UnixEpoch;
        var facts = Facts("draft") with
        {
            OpenTasks = [Open("draft", 1, Role.Official, null, now.AddDays(2)), Open("draft", 2, Role.Official, null, now.AddDays(1))],
        };
        Assert.Equal(2, PlanAccess.TaskOf(facts, People["official"], "draft")?.Id);
    }

    static PlanFacts Facts(string kind, PlanState state = PlanState.Open) => new(
        new Plan { Id = 1, ProgrammeId = 1, RoundId = 1, OfficialId = Official, SupervisorId = Supervisor, State = state },
        [Open(kind, 1, RoleOf(kind), kind == "review" ? Consultant : null, null)],
        [
            new Assignment { PersonId = Consultant, Role = Role.Consultant },
            new Assignment { PersonId = Interpreter, Role = Role.Interpreter },
            new Assignment { PersonId = Panel, Role = Role.Panel },
        ],
        [FormerConsultant])
    {
        CoAuthors = [CoAuthor],
        FormerAuthors = [FormerOwner],
    };

    static PlanTask Open(string kind, long id, Role role, long? person, DateTimeOffset? due) =>
        new() { Id = id, Kind = kind, Role = role, PersonId = person, DueAt = due, Outcomes = kind == "schedule" ? """["Scheduled","Reopened"]""" : "[]" };

    static Role RoleOf(string kind) => kind switch
    {
        "endorse" => Role.Supervisor,
        "translate" => Role.Interpreter,
        "review" => Role.Consultant,
        "decide" or "schedule" or "present" or "complete" or "assign" => Role.Lead,
        _ => Role.Official,
    };
}
