using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// What Dapper cannot do alike on both databases. Enumerations become their codes (Dapper would write their number), and a list becomes one
/// parameter, so that the text of a statement does not depend on its length: <c>in @ids</c> is sent as <c>= any(@ids)</c> to PostgreSQL and as
/// <c>in (select value from json_each(@ids))</c> to SQLite.
/// </summary>
static partial class Arguments
{
    static readonly ConcurrentDictionary<Type, Shape?> Shapes = new();
    static readonly ConcurrentDictionary<(string Sql, Dialect Dialect), string> Rewritten = new();

    public static (string Sql, object? Args) Of(string sql, object? args, Dialect dialect)
    {
        if (args is null or DynamicParameters || args is IEnumerable<KeyValuePair<string, object?>>)
        {
            return (sql, args);
        }

        if (Shapes.GetOrAdd(args.GetType(), Inspect) is not { } shape)
        {
            return (sql, args);
        }

        var parameters = new DynamicParameters();
        foreach (var property in shape.Properties)
        {
            var value = property.GetValue(args);
            if (shape.Lists.Contains(property.Name))
            {
                parameters.Add(property.Name, Widened((System.Collections.IEnumerable)value!, dialect));
            }
            else if (IsEnum(property.PropertyType))
            {
                parameters.Add(property.Name, (value as Enum)?.ToCode());
            }
            else
            {
                Add(parameters, property, value);
            }
        }

        return (shape.Lists.Count == 0 ? sql : Rewritten.GetOrAdd((sql, dialect), static key => Rewrite(key.Sql, key.Dialect)), parameters);
    }

    static Shape? Inspect(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0).ToArray();
        var lists = properties.Where(p => IsList(p.PropertyType)).Select(p => p.Name).ToHashSet();
        return lists.Count > 0 || properties.Any(p => IsEnum(p.PropertyType)) ? new Shape(properties, lists) : null;
    }

    static bool IsEnum(Type type) => (Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    static bool IsList(Type type) =>
        type != typeof(string) && type != typeof(byte[]) && !typeof(System.Text.Json.Nodes.JsonNode).IsAssignableFrom(type)
        && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);

    /// <summary>A null keeps the type of its property, which PostgreSQL wants to know.</summary>
    static void Add(DynamicParameters parameters, PropertyInfo property, object? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var dbType = value is not null ? null
            : type == typeof(long) || type == typeof(int) || type == typeof(DateTimeOffset) || type == typeof(bool) || type == typeof(decimal) ? System.Data.DbType.Int64
            : (System.Data.DbType?)System.Data.DbType.String;
        parameters.Add(property.Name, value, dbType);
    }

    static object Widened(System.Collections.IEnumerable list, Dialect dialect)
    {
        var values = list.Cast<object>().Select(Stored).ToList();
        if (dialect == Dialect.Sqlite)
        {
            return Texts.Json(values);
        }

        // An empty list says nothing of its type; no row matches either way.
        return values.Count > 0 && values[0] is string
            ? new ArrayParameter(values.Cast<string>().ToArray())
            : values.Count == 0 && ElementOf(list) is { } element && (element == typeof(string) || IsEnum(element) || element == typeof(DateOnly))
                ? new ArrayParameter(Array.Empty<string>())
                : new ArrayParameter(values.Select(Convert.ToInt64).ToArray());
    }

    static Type? ElementOf(System.Collections.IEnumerable list) =>
        list.GetType().GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    static object Stored(object value) => value switch
    {
        string text => Texts.Clean(text),
        Enum code => code.ToCode(),
        DateTimeOffset at => at.ToMicroseconds(),
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        long or int or short => value,
        _ => throw new ArgumentException($"A list of {value.GetType().Name} cannot be a parameter.", nameof(value)),
    };

    static string Rewrite(string sql, Dialect dialect) =>
        InList().Replace(sql, dialect == Dialect.Postgres ? "= any(@$1)" : "in (select value from json_each(@$1))");

    [GeneratedRegex(@"\bin\s+@(\w+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InList();

    sealed record Shape(PropertyInfo[] Properties, IReadOnlySet<string> Lists);

    /// <summary>Keeps Dapper from widening the list itself.</summary>
    sealed class ArrayParameter(Array values) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(System.Data.IDbCommand command, string name)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = values;
            command.Parameters.Add(parameter);
        }
    }
}
