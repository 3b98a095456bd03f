using System.Data;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// How values travel, the same on both databases: instants are microseconds UTC, dates ISO text, booleans 0/1, money and other
/// decimals whole ten-thousandths, JSON compact text, columns in snake_case.
/// </summary>
static class TypeHandlers
{
    static readonly Lazy<bool> Registered = new(Add);
    static readonly InstantHandler Instant = new();
    static readonly DateHandler Date = new();
    static readonly BooleanHandler Boolean = new();
    static readonly DecimalHandler Decimal = new();

    public static void Register() => _ = Registered.Value;

    static bool Add()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        Type[] taken =
        [
            typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(DateOnly), typeof(DateOnly?), typeof(bool), typeof(bool?),
            typeof(decimal), typeof(decimal?), typeof(string),
        ];
        foreach (var type in taken)
        {
            SqlMapper.RemoveTypeMap(type);
        }

        SqlMapper.AddTypeHandler(Instant);
        SqlMapper.AddTypeHandler(Date);
        SqlMapper.AddTypeHandler(Boolean);
        SqlMapper.AddTypeHandler(Decimal);
        SqlMapper.AddTypeHandler(new TextHandler());
        SqlMapper.AddTypeHandler(new JsonObjectHandler());
        SqlMapper.AddTypeHandler(new JsonArrayHandler());
        SqlMapper.AddTypeHandler(new TrilingualHandler());
        return true;
    }

    /// <summary>One value as Dapper would map it in a row. Its own scalar takes PostgreSQL's numeric sums for decimals of ours.</summary>
    public static T? Convert<T>(object? value)
    {
        if (value is null or DBNull)
        {
            return default;
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object converted = type switch
        {
            _ when type == typeof(DateTimeOffset) => Instant.Parse(value),
            _ when type == typeof(DateOnly) => Date.Parse(value),
            _ when type == typeof(bool) => Boolean.Parse(value),
            _ when type == typeof(decimal) => Decimal.Parse(value),
            _ when type.IsInstanceOfType(value) => value,
            _ when type.IsEnum => Enum.Parse(type, (string)value, ignoreCase: true),
            _ when type == typeof(JsonObject) => JsonNode.Parse((string)value)!.AsObject(),
            _ when type == typeof(JsonArray) => JsonNode.Parse((string)value)!.AsArray(),
            _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
        };
        return (T)converted;
    }

    /// <summary>Dapper's own leaves a null without its type, which PostgreSQL wants to know.</summary>
    abstract class Handler<T>(DbType type) : SqlMapper.TypeHandler<T>, SqlMapper.ITypeHandler
    {
        void SqlMapper.ITypeHandler.SetValue(IDbDataParameter parameter, object value)
        {
            parameter.DbType = type;
            parameter.Value = value is DBNull or null ? DBNull.Value : Stored((T)value);
        }

        object? SqlMapper.ITypeHandler.Parse(Type destinationType, object value) => Parse(value);

        public override void SetValue(IDbDataParameter parameter, T? value) => ((SqlMapper.ITypeHandler)this).SetValue(parameter, (object?)value ?? DBNull.Value);

        protected abstract object Stored(T value);
    }

    sealed class InstantHandler() : Handler<DateTimeOffset>(DbType.Int64)
    {
        public override DateTimeOffset Parse(object value) => Instants.FromMicroseconds(System.Convert.ToInt64(value));

        protected override object Stored(DateTimeOffset value) => value.ToMicroseconds();
    }

    sealed class DateHandler() : Handler<DateOnly>(DbType.String)
    {
        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        protected override object Stored(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    sealed class BooleanHandler() : Handler<bool>(DbType.Int16)
    {
        public override bool Parse(object value) => value is bool truth ? truth : System.Convert.ToInt64(value) != 0;

        protected override object Stored(bool value) => (short)(value ? 1 : 0);
    }

    /// <summary>Whole ten-thousandths in a 64-bit column: SQL can add and compare them, nothing is rounded, 922 trillion fit.</summary>
    sealed class DecimalHandler() : Handler<decimal>(DbType.Int64)
    {
        public override decimal Parse(object value) => System.Convert.ToDecimal(value) / 10_000m;

        protected override object Stored(decimal value)
        {
            var scaled = value * 10_000m;
            if (scaled != decimal.Truncate(scaled))
            {
                throw new ArgumentException($"{value.ToString(CultureInfo.InvariantCulture)} has more than four decimal places.", nameof(value));
            }

            return (long)scaled;
        }
    }

    /// <summary>PostgreSQL takes neither U+0000 nor half a surrogate pair; people paste both. They are cleaned here, for both databases.</summary>
    sealed class TextHandler() : Handler<string>(DbType.String)
    {
        public override string? Parse(object value) =>
            value as string ?? (value is DBNull ? null : System.Convert.ToString(value, CultureInfo.InvariantCulture));

        protected override object Stored(string value) => Texts.Clean(value);
    }

    sealed class JsonObjectHandler() : Handler<JsonObject>(DbType.String)
    {
        public override JsonObject Parse(object value) => JsonNode.Parse((string)value)!.AsObject();

        protected override object Stored(JsonObject value) => Texts.Json(value);
    }

    sealed class JsonArrayHandler() : Handler<JsonArray>(DbType.String)
    {
        public override JsonArray Parse(object value) => JsonNode.Parse((string)value)!.AsArray();

        protected override object Stored(JsonArray value) => Texts.Json(value);
    }

    /// <summary>As <c>{"es","ko","en"}</c>.</summary>
    sealed class TrilingualHandler() : Handler<Trilingual>(DbType.String)
    {
        public override Trilingual Parse(object value) => JsonSerializer.Deserialize<Trilingual>((string)value, Texts.StoredJson)!;

        protected override object Stored(Trilingual value) => Texts.Clean(Texts.Json(value));
    }
}
