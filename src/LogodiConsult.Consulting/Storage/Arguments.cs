using System.Collections.Concurrent;
using System.Reflection;
using Dapper;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Dapper writes an enumeration as its number before it asks any handler; here it becomes its code.</summary>
static class Arguments
{
    static readonly ConcurrentDictionary<Type, PropertyInfo[]?> WithEnums = new();

    public static object? Of(object? args)
    {
        if (args is null or DynamicParameters || args is IEnumerable<KeyValuePair<string, object?>>)
        {
            return args;
        }

        var properties = WithEnums.GetOrAdd(args.GetType(), Inspect);
        return properties is null ? args : Converted(args, properties);
    }

    static PropertyInfo[]? Inspect(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.GetIndexParameters().Length == 0).ToArray();
        return properties.Any(p => IsEnum(p.PropertyType) || ElementOf(p.PropertyType) is { } e && IsEnum(e)) ? properties : null;
    }

    static bool IsEnum(Type type) => (Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    static Type? ElementOf(Type type) =>
        type == typeof(string)
            ? null
            : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    static DynamicParameters Converted(object args, PropertyInfo[] properties)
    {
        var parameters = new DynamicParameters();
        foreach (var property in properties)
        {
            var value = property.GetValue(args);
            parameters.Add(property.Name, value switch
            {
                Enum e => e.ToCode(),
                null when IsEnum(property.PropertyType) => (string?)null,
                System.Collections.IEnumerable list when ElementOf(property.PropertyType) is { } e && IsEnum(e) => list.Cast<Enum>().Select(v => v.ToCode()).ToArray(),
                _ => value,
            });
        }

        return parameters;
    }
}
