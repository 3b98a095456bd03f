using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class TypeHandlersTests
{
    enum Kind
    {
        One,
        RevisionRequested,
    }

    [Theory, DatabaseData]
    public async Task Values_WrittenAndRead_AreEqual(Dialect dialect)
    {
        await using var db = await MakeAsync(dialect);
        var at = new DateTimeOffset(2020, 10, 12, 8, 0, 0, 123, 456, TimeSpan.FromHours(-5));
        var row = new Row
        {
            At = at,
            DueOn = new DateOnly(2020, 10, 21),
            IsOpen = true,
            Amount = 12_345_678.5025m,
            Kind = Kind.RevisionRequested,
            Facts = new JsonObject { ["título"] = "계획 <b>" },
            Text = "ñ 한 𝄞",
        };
        await db.ExecuteAsync("insert into thing values (1, @At, @DueOn, @IsOpen, @Amount, @Kind, @Facts, @Text, @Missing, @Never)", row);
        var back = Assert.Single(await db.QueryAsync<Row>("select * from thing"));
        Assert.Equal(at, back.At);
        Assert.Equal(TimeSpan.Zero, back.At.Offset);
        Assert.Equal(row.DueOn, back.DueOn);
        Assert.True(back.IsOpen);
        Assert.Equal(row.Amount, back.Amount);
        Assert.Equal(Kind.RevisionRequested, back.Kind);
        Assert.Equal("""{"título":"계획 <b>"}""", back.Facts.ToJsonString(Texts.StoredJson));
        Assert.Equal(row.Text, back.Text);
        Assert.Null(back.Missing);
        Assert.Null(back.Never);
        Assert.Equal("revisionRequested", await db.ScalarAsync<string>("select kind from thing"));
        Assert.True(await db.ScalarAsync<bool>("select is_open from thing"));
        Assert.Equal(at, await db.ScalarAsync<DateTimeOffset>("select at from thing"));
        Assert.Equal(row.Amount * 2, await db.ScalarAsync<decimal>("select sum(amount) * 2 from thing"));
        Assert.Null(await db.ScalarAsync<DateTimeOffset?>("select never from thing"));
        Assert.Equal([null], await db.QueryAsync<DateTimeOffset?>("select never from thing"));
        Assert.Equal([null], await db.QueryAsync<string?>("select missing from thing"));
        Assert.Equal([Kind.RevisionRequested], await db.QueryAsync<Kind>("select kind from thing"));
    }

    [Theory, DatabaseData]
    public async Task Text_WithNulAndHalfSurrogates_IsCleaned(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.ExecuteAsync("insert into setting values (@key, @value, 0, 0)", new { key = "a\0b", value = "x\ud834y" });
        Assert.Equal("x\ufffdy", await db.ScalarAsync<string>("select value from setting where key in @keys", new { keys = new[] { "ab", "c" } }));
    }

    [Theory, DatabaseData]
    public async Task Lists_OfAllKinds_AreWidened(Dialect dialect)
    {
        await using var db = await MakeAsync(dialect);
        await db.ExecuteAsync("insert into thing(id, at, is_open, kind) values (1, 5, 1, 'one'), (2, 6, 0, 'revisionRequested')");
        Assert.Equal([2], await db.QueryAsync<long>("select id from thing where kind in @kinds", new { kinds = new[] { Kind.RevisionRequested } }));
        Assert.Equal([1, 2], await db.QueryAsync<long>("select id from thing where id in @ids order by id", new { ids = new long[] { 1, 2, 3, 4, 5, 6, 7 } }));
        Assert.Equal([1], await db.QueryAsync<long>("select id from thing where at in @at", new { at = new[] { Instants.FromMicroseconds(5) } }));
        Assert.Equal([], await db.QueryAsync<long>("select id from thing where id in @ids", new { ids = Array.Empty<long>() }));
    }

    [Theory, DatabaseData]
    public async Task Amount_WithFiveDecimals_IsNotRounded(Dialect dialect)
    {
        await using var db = await MakeAsync(dialect);
        await Assert.ThrowsAsync<ArgumentException>(() => db.ExecuteAsync("update thing set amount = @amount", new { amount = 1.00001m }));
    }

    [Fact]
    public void Code_OfNumberOrUnknown_Throws()
    {
        Assert.Equal(Kind.One, Codes.Parse<Kind>("one"));
        Assert.Throws<ArgumentException>(() => ((Kind)7).ToCode());
        Assert.Throws<FormatException>(() => Codes.Parse<Kind>("7"));
        Assert.Throws<FormatException>(() => Codes.Parse<Kind>("two"));
    }

    static async Task<TestDatabase> MakeAsync(Dialect dialect)
    {
        var db = await TestDatabase.CreateAsync(dialect);
        await db.ExecuteAsync("create table thing (id bigint, at bigint, due_on text, is_open bigint, amount bigint, kind text, facts text, text text, missing text, never bigint)");
        return db;
    }

    sealed class Row
    {
        public DateTimeOffset At { get; init; }

        public DateOnly DueOn { get; init; }

        public bool IsOpen { get; init; }

        public decimal Amount { get; init; }

        public Kind Kind { get; init; }

        public JsonObject Facts { get; init; } = [];

        public string? Text { get; init; }

        public string? Missing { get; init; }

        public DateTimeOffset? Never { get; init; }
    }
}
