using Throughline.Domain.Accounts;

namespace Throughline.Api;

/// <summary>Where a parameter stands, and what the document says of it.</summary>
/// <param name="Kind"><c>text</c>, <c>date</c>, <c>instant</c>, <c>number</c> or <c>truth</c>.</param>
internal sealed record ApiParameter(string Name, string Description, string Kind = "text")
{
    public bool Required { get; init; }
    public IReadOnlyList<string> Choices { get; init; } = [];
    public string? Example { get; init; }
}

/// <summary>What the OpenAPI document says of one operation; the document is made from these, beside the code that answers.</summary>
/// <param name="Id">The name that generated clients give the call.</param>
/// <param name="Scope">What a token needs; null when anybody may ask.</param>
/// <param name="Answer">The schema of a successful answer; null when it has no body.</param>
internal sealed record ApiOperation(string Id, string Tag, string Summary, Scope? Scope, string? Answer)
{
    public string? Description { get; init; }
    public int Success { get; init; } = StatusCodes.Status200OK;

    /// <summary>The schema of the body that is sent; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Media types of a body that is a file.</summary>
    public IReadOnlyList<string> FileTypes { get; init; } = [];

    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>The path's parameters that the template alone does not explain.</summary>
    public IReadOnlyList<ApiParameter> Path { get; init; } = [];

    /// <summary>Answers with an ETag, and 304 to who has it already.</summary>
    public bool Tagged { get; init; }

    /// <summary>Needs If-Match.</summary>
    public bool Guarded { get; init; }

    public bool Csv { get; init; }

    /// <summary>Media types of an answer that is a file.</summary>
    public IReadOnlyList<string> FileAnswers { get; init; } = [];

    /// <summary>Statuses of refusals beside those that every operation may answer with.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];

    /// <summary>The largest body read, in bytes.</summary>
    public long MostBytes { get; init; } = JsonBody.MostHeard;
}
