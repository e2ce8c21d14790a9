using Microsoft.OpenApi;

namespace Throughline.Api;

/// <summary>The OpenAPI 3.1 document, made from the operations and the columns that answer them.</summary>
internal static class ApiDocument
{
    private const string Security = "token";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => Operation(description) is not null;
        options.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, Operation(context.Description)!, context.Description.RelativePath!, context.Document!);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    private static ApiOperation? Operation(Microsoft.AspNetCore.Mvc.ApiExplorer.ApiDescription description) =>
        description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().FirstOrDefault();

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Throughline API",
            Version = "v1",
            Summary = "Professional services from scope to closure.",
            Description =
                "Records carry the practice's own codes as keys and the names of the portfolio bundle in camelCase. Dates, instants and decimals are texts. "
                + "Lists come in pages; single records have an ETag, and a change names it in If-Match. A POST with an Idempotency-Key takes effect once. "
                + "Problems are application/problem+json and name the rule that says no.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            Contact = new OpenApiContact { Name = "The Throughline authors", Url = new Uri("https://github.com/throughline/throughline") },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation" }];
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, document)] = [] }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Security] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "tl_…",
                Description = "An API token, made on the account page or by `throughline token create`. It does what its scopes and its owner's roles allow.",
            },
        };
        document.Components.Schemas = ApiSchemas.All(document);
        var tags = document.Paths.SelectMany(path => path.Value.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Reference.Id!)
            .Distinct().Order(StringComparer.Ordinal);
        document.Tags = tags.Select(tag => new OpenApiTag { Name = tag, Description = $"{tag}: reading and writing." }).ToHashSet();
    }

    private static void Describe(OpenApiOperation operation, ApiOperation said, string path, OpenApiDocument document)
    {
        operation.OperationId = said.Id;
        operation.Summary = said.Summary;
        operation.Description = string.Join(' ', new[]
        {
            said.Summary + ".", said.Description, said.Scope is { } scope ? $"Scope: `{Domain.Accounts.Scopes.Code(scope)}`." : "Needs no token.",
        }.Where(words => words is not null));
        operation.Tags = new HashSet<OpenApiTagReference> { new(said.Tag, document) };
        operation.Security = said.Scope is null ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, document)] = [] }];
        operation.Parameters = [.. Parameters(said, path)];
        operation.RequestBody = Body(said, document);
        operation.Responses = Responses(said, document);
    }

    private static IEnumerable<IOpenApiParameter> Parameters(ApiOperation said, string path)
    {
        foreach (var name in ApiPaths.Parameters(path))
            yield return Parameter(said.Path.FirstOrDefault(known => known.Name == name) ?? new ApiParameter(name, "A part of the key; - where it has no value."), ParameterLocation.Path);

        foreach (var parameter in said.Query)
            yield return Parameter(parameter, ParameterLocation.Query);

        if (said.Guarded)
        {
            yield return Parameter(
                new("If-Match", "The ETag of the record as you saw it, or * for any.") { Required = true, Example = "\"3\"" }, ParameterLocation.Header);
        }

        if (said.Tagged && said.Body is null)
            yield return Parameter(new("If-None-Match", "The ETag that you have; the answer is 304 when it still holds.") { Example = "\"3\"" }, ParameterLocation.Header);

        if (said.Body is not null || said.FileTypes.Count > 0)
        {
            if (!said.Guarded)
                yield return Parameter(new("Idempotency-Key", "Makes the call take effect once: the same key and body give the stored answer for 24 hours.") { Example = "5f0c6f2e-1b7a-4c1e-9a57-8a1f3d0b7c11" }, ParameterLocation.Header);
        }
    }

    private static OpenApiParameter Parameter(ApiParameter parameter, ParameterLocation place) => new()
    {
        Name = parameter.Name,
        In = place,
        Required = place is ParameterLocation.Path || parameter.Required,
        Description = parameter.Description,
        Schema = ApiSchemas.Value(parameter.Kind, parameter.Choices),
        Example = parameter.Example is null ? null : ApiSchemas.Example(parameter.Kind, parameter.Example),
    };

    private static OpenApiRequestBody? Body(ApiOperation said, OpenApiDocument document)
    {
        if (said.Body is { } schema)
        {
            return new OpenApiRequestBody
            {
                Required = said.Body is not ("MilestoneStep" or "MilestoneAcceptance" or "MilestoneRejection" or "ResourceRequestStep"),
                Description = "The values as one JSON object.",
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document) } },
            };
        }

        return said.FileTypes.Count == 0 ? null : new OpenApiRequestBody
        {
            Required = true,
            Description = "The file.",
            Content = said.FileTypes.ToDictionary(type => type, type => new OpenApiMediaType { Schema = ApiSchemas.File(type) }),
        };
    }

    private static OpenApiResponses Responses(ApiOperation said, OpenApiDocument document)
    {
        var responses = new OpenApiResponses { [Code(said.Success)] = Success(said, document) };
        if (said.Tagged && said.Body is null)
            responses["304"] = new OpenApiResponse { Description = "What you have still holds." };

        List<int> refusals = [.. said.Refusals, 429];
        if (said.Scope is not null)
            refusals.AddRange([400, 401, 403, 500]);
        if (said.Body is not null || said.FileTypes.Count > 0)
            refusals.AddRange([413, 422]);
        if (said.Body is not null)
            refusals.Add(415);
        if (said.Guarded)
            refusals.AddRange([412, 428]);

        foreach (var status in refusals.Distinct().Order())
            responses[Code(status)] = Refusal(said, status, document);

        return responses;
    }

    private static OpenApiResponse Success(ApiOperation said, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = said.Success switch { 201 => "Made.", 204 => "Done.", _ => "The answer." },
            Headers = Headers(said).ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeader
            {
                Description = header.Words, Schema = ApiSchemas.Value("text", []),
            }),
        };
        if (said.Answer is null)
        {
            if (said.FileAnswers.Count > 0)
                response.Content = said.FileAnswers.ToDictionary(type => type, type => new OpenApiMediaType { Schema = ApiSchemas.File(type) });

            return response;
        }

        response.Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(said.Answer, document) } };
        if (said.Csv)
            response.Content["text/csv"] = new OpenApiMediaType { Schema = ApiSchemas.Value("text", []) };

        return response;
    }

    private static IEnumerable<(string Name, string Words)> Headers(ApiOperation said)
    {
        if (said.Tagged)
            yield return ("ETag", "The version, to be named in If-Match.");
        if (said.Success == StatusCodes.Status201Created)
            yield return ("Location", "The address of the new record.");

        yield return ("RateLimit-Limit", "Requests a minute.");
        yield return ("RateLimit-Remaining", "Requests left in this minute.");
        yield return ("RateLimit-Reset", "Seconds until the next minute begins.");
    }

    private static OpenApiResponse Refusal(ApiOperation said, int status, OpenApiDocument document) => new()
    {
        Description = status switch
        {
            400 => "The request cannot be understood.",
            401 => "There is no valid token.",
            403 => "The roles or the token's scopes do not allow it.",
            404 => "There is no such record, or none that you may see.",
            409 => "A rule or the record's state says no.",
            412 => "The record was changed since.",
            413 => "The request is too large.",
            415 => "The body is of another media type.",
            422 => "Some fields cannot be taken, or the idempotency key was used for something else.",
            428 => "If-Match is missing.",
            429 => "Too many requests; Retry-After says when to come back.",
            503 => "The database does not answer.",
            _ => "Something went wrong here.",
        },
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [said.Id == "getHealth" ? "application/json" : "application/problem+json"] =
                new OpenApiMediaType { Schema = new OpenApiSchemaReference(said.Id == "getHealth" ? "Health" : "Problem", document) },
        },
    };

    private static string Code(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Names in path templates.</summary>
internal static class ApiPaths
{
    public static IEnumerable<string> Parameters(string path) =>
        path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)].Split('=', ':')[0]);
}
