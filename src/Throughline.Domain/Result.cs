using System.Diagnostics.CodeAnalysis;

namespace Throughline.Domain;

/// <summary>Why the business refused a request: the rule that says no (R-nnn, P-nn or a database rule) and one sentence for the person who asked.</summary>
public abstract record Problem(string Rule, string Message);

/// <summary>Either the value asked for, or the one reason it was refused.</summary>
public sealed class Result<T> where T : notnull
{
    private readonly T? value;
    private readonly Problem? problem;

    private Result(T value) => this.value = value;
    private Result(Problem problem) => this.problem = problem;

    public static implicit operator Result<T>(T value) => new(value);
    internal static Result<T> From(T value) => new(value);
    public static implicit operator Result<T>(Problem problem) => new(problem);

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        (value, problem) = (this.value, this.problem);
        return problem is null;
    }
}

public static class Result
{
    /// <summary>For values of an interface type, which the language does not convert by itself.</summary>
    public static Result<T> Of<T>(T value) where T : notnull => Result<T>.From(value);
}
