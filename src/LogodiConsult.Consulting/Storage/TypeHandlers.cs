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

    sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => Instants.FromMicroseconds(System.Convert.ToInt64(value));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            parameter.DbType = DbType.Int64;
            parameter.Value = value.ToMicroseconds();
        }
    }

    sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }

    sealed class BooleanHandler : SqlMapper.TypeHandler<bool>
    {
        public override bool Parse(object value) => value is bool truth ? truth : System.Convert.ToInt64(value) != 0;

        public override void SetValue(IDbDataParameter parameter, bool value)
        {
            parameter.DbType = DbType.Int16;
            parameter.Value = (short)(value ? 1 : 0);
        }
    }

    /// <summary>Whole ten-thousandths in a 64-bit column: SQL can add and compare them, nothing is rounded, 922 trillion fit.</summary>
    sealed class DecimalHandler : SqlMapper.TypeHandler<decimal>
    {
        public override decimal Parse(object value) => System.Convert.ToDecimal(value) / 10_000m;

        public override void SetValue(IDbDataParameter parameter, decimal value)
        {
            var scaled = value * 10_000m;
            if (scaled != decimal.Truncate(scaled))
            {
                throw new ArgumentException($"{value.ToString(CultureInfo.InvariantCulture)} has more than four decimal places.", nameof(value));
            }

            parameter.DbType = DbType.Int64;
            parameter.Value = (long)scaled;
        }
    }

    /// <summary>PostgreSQL takes neither U+0000 nor half a surrogate pair; people paste both. They are cleaned here, for both databases.</summary>
    sealed class TextHandler : SqlMapper.TypeHandler<string>
    {
        public override string? Parse(object value) =>
            value as string ?? (value is DBNull ? null : System.Convert.ToString(value, CultureInfo.InvariantCulture));

        public override void SetValue(IDbDataParameter parameter, string? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null ? DBNull.Value : Texts.Clean(value);
        }
    }

    sealed class JsonObjectHandler : SqlMapper.TypeHandler<JsonObject>
    {
        public override JsonObject Parse(object value) => JsonNode.Parse((string)value)!.AsObject();

        public override void SetValue(IDbDataParameter parameter, JsonObject? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null ? DBNull.Value : Texts.Json(value);
        }
    }

    sealed class JsonArrayHandler : SqlMapper.TypeHandler<JsonArray>
    {
        public override JsonArray Parse(object value) => JsonNode.Parse((string)value)!.AsArray();

        public override void SetValue(IDbDataParameter parameter, JsonArray? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null ? DBNull.Value : Texts.Json(value);
        }
    }

    /// <summary>As <c>{"es","ko","en"}</c>.</summary>
    sealed class TrilingualHandler : SqlMapper.TypeHandler<Trilingual>
    {
        public override Trilingual Parse(object value) => JsonSerializer.Deserialize<Trilingual>((string)value, Texts.StoredJson)!;

        public override void SetValue(IDbDataParameter parameter, Trilingual? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null ? DBNull.Value : Texts.Clean(Texts.Json(value));
        }
    }
}
