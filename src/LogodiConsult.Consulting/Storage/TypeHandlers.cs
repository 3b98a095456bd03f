using System.Data;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// How values travel, the same on both databases: instants are microseconds UTC, dates ISO text, booleans 0/1, money and other
/// decimals whole ten-thousandths, JSON compact text, columns in snake_case.
/// </summary>
static class TypeHandlers
{
    static readonly Lazy<bool> Registered = new(Add);

    public static void Register() => _ = Registered.Value;

    static bool Add()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.Settings.PadListExpansions = true; // few shapes of `in @ids`, so that statements stay prepared
        Type[] taken =
        [
            typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(DateOnly), typeof(DateOnly?), typeof(bool), typeof(bool?),
            typeof(decimal), typeof(decimal?), typeof(string),
        ];
        foreach (var type in taken)
        {
            SqlMapper.RemoveTypeMap(type);
        }

        SqlMapper.AddTypeHandler(new InstantHandler());
        SqlMapper.AddTypeHandler(new DateHandler());
        SqlMapper.AddTypeHandler(new BooleanHandler());
        SqlMapper.AddTypeHandler(new DecimalHandler());
        SqlMapper.AddTypeHandler(new TextHandler());
        SqlMapper.AddTypeHandler(new JsonObjectHandler());
        SqlMapper.AddTypeHandler(new JsonArrayHandler());
        return true;
    }

    sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => Instants.FromMicroseconds(Convert.ToInt64(value));

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
        public override bool Parse(object value) => value is bool truth ? truth : Convert.ToInt64(value) != 0;

        public override void SetValue(IDbDataParameter parameter, bool value)
        {
            parameter.DbType = DbType.Int16;
            parameter.Value = (short)(value ? 1 : 0);
        }
    }

    /// <summary>Whole ten-thousandths in a 64-bit column: SQL can add and compare them, nothing is rounded, 922 trillion fit.</summary>
    sealed class DecimalHandler : SqlMapper.TypeHandler<decimal>
    {
        public override decimal Parse(object value) => Convert.ToDecimal(value) / 10_000m;

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
        public override string Parse(object value) =>
            value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

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
}
