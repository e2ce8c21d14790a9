namespace Throughline.Domain.Staffing;

/// <summary>The practice's own code of a resource request. Codes compare by their characters, never by a language.</summary>
public readonly record struct RequestKey(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What is asked of the coordinator.</summary>
public enum RequestKind
{
    New,

    /// <summary>Other dates or hours of a booking that stands .</summary>
    Change,

    /// <summary>Soft to hard, with the hours that the customer has agreed to .</summary>
    FirmUp,

    /// <summary>Somebody else on a booking that stands.</summary>
    Replace,
    Release,
}

public static class RequestKinds
{
    public static readonly Wording<RequestKind> Words = new(Text);

    public static string Text(this RequestKind kind) => kind switch
    {
        RequestKind.New => "new",
        RequestKind.Change => "change",
        RequestKind.FirmUp => "firm_up",
        RequestKind.Replace => "replace",
        RequestKind.Release => "release",
    };

    /// <summary>As a list or a title names it.</summary>
    public static string Title(this RequestKind kind) => kind switch
    {
        RequestKind.New => "New booking",
        RequestKind.Change => "Other dates or hours",
        RequestKind.FirmUp => "Soft to hard",
        RequestKind.Replace => "Somebody else",
        RequestKind.Release => "Release",
    };
}

/// <summary>Where a request stands. Approved is left at once for booked, in the same act.</summary>
public enum RequestState { Draft, Submitted, Countered, Approved, Booked, Rejected, Withdrawn, Cancelled }

public static class RequestStates
{
    public static readonly Wording<RequestState> Words = new(Text);

    public static string Text(this RequestState state) => state switch
    {
        RequestState.Draft => "draft",
        RequestState.Submitted => "submitted",
        RequestState.Countered => "countered",
        RequestState.Approved => "approved",
        RequestState.Booked => "booked",
        RequestState.Rejected => "rejected",
        RequestState.Withdrawn => "withdrawn",
        RequestState.Cancelled => "cancelled",
    };

    /// <summary>Somebody still has to do something.</summary>
    public static bool IsOpen(this RequestState state) => state switch
    {
        RequestState.Draft or RequestState.Submitted or RequestState.Countered or RequestState.Approved => true,
        RequestState.Booked or RequestState.Rejected or RequestState.Withdrawn or RequestState.Cancelled => false,
    };
}

/// <summary>What somebody does with a request. A comment is none of them .</summary>
public enum RequestStep { Submit, Propose, Counter, Accept, Approve, Book, Reject, Withdraw, Cancel }

public static class RequestSteps
{
    public static readonly Wording<RequestStep> Words = new(Text);

    public static string Text(this RequestStep step) => step switch
    {
        RequestStep.Submit => "submit",
        RequestStep.Propose => "propose",
        RequestStep.Counter => "counter",
        RequestStep.Accept => "accept",
        RequestStep.Approve => "approve",
        RequestStep.Book => "book",
        RequestStep.Reject => "reject",
        RequestStep.Withdraw => "withdraw",
        RequestStep.Cancel => "cancel",
    };

    /// <summary>How a sentence names the step: <c>cannot be accepted</c>.</summary>
    public static string Done(this RequestStep step) => step switch
    {
        RequestStep.Submit => "submitted",
        RequestStep.Propose => "given a person",
        RequestStep.Counter => "countered",
        RequestStep.Accept => "accepted",
        RequestStep.Approve => "approved",
        RequestStep.Book => "booked",
        RequestStep.Reject => "rejected",
        RequestStep.Withdraw => "withdrawn",
        RequestStep.Cancel => "cancelled",
    };
}
