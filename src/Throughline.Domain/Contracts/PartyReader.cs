using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Who buys and who delivers: from labels, from "(the “Client”)" and from "between A and B".</summary>
internal static partial class PartyReader
{
    private sealed record Found(bool Customer, Reading<string> Name);

    public static (Reading<string>? Customer, Reading<string>? Provider) Read(StatementPage page, Candidates candidates)
    {
        var found = Defined(page).Concat(FromLabels(page)).ToList();
        found.AddRange(FromBetween(page, found));
        var customer = Whole(candidates.Choose("customer", found.Where(f => f.Customer).Select(f => f.Name), PartyName.Key), found);
        var provider = Whole(candidates.Choose("provider", found.Where(f => !f.Customer).Select(f => f.Name), PartyName.Key), found);
        if (customer is null && !found.Exists(f => f.Customer))
            customer = AgencyReader.Read(page);
        if (customer is null || provider is null || !Equals(PartyName.Key(customer.Value), PartyName.Key(provider.Value)))
            return (customer, provider);

        candidates.Warn($"customer and provider have the same name, \"{customer.Value}\"; both are left empty.");
        return (null, null);
    }

    // "TechCorp" in a sentence and "TechCorp, Inc." beside its label are one; the longer is the name.
    private static Reading<string>? Whole(Reading<string>? chosen, List<Found> found) =>
        chosen is null ? null : found.Select(f => f.Name).Where(name => name.Confidence >= 0.85m && Equals(PartyName.Key(name.Value), PartyName.Key(chosen.Value))).MaxBy(name => name.Value.Length) is { } longer && longer.Value.Length > chosen.Value.Length
            ? longer with { Confidence = chosen.Confidence }
            : chosen;

    /// <summary>"Acme Ltd, a company …, (the “Client”)", wherever it stands. "Company" takes the side that the other party leaves.</summary>
    private static List<Found> Defined(StatementPage page)
    {
        var found = new List<(bool? Customer, Reading<string> Name)>();
        foreach (var block in page.Blocks.Where(block => block.Kind != BlockKind.Table).Take(400).Where(block => block.Text.Contains('(', StringComparison.Ordinal)))
        {
            var text = block.Text.Length > 4000 ? block.Text[..4000] : block.Text;
            foreach (Match match in Definition().Matches(text))
            {
                var name = PartyName.Of(Before(text, match.Index));
                if (name is not null)
                    found.Add((SideOf(match.Groups["roles"].Value), new Reading<string>(name, PlaceIn(block, name, match), 0.95m)));
            }
        }

        return
        [
            .. from one in found
               let side = one.Customer ?? OtherSide(found.Where(f => f.Customer is not null).Select(f => f.Customer!.Value))
               where side is not null
               select new Found(side.Value, one.Name),
        ];
    }

    private static bool? OtherSide(IEnumerable<bool> sides)
    {
        var known = sides.Distinct().ToList();
        return known.Count == 1 ? !known[0] : null;
    }

    private static bool? SideOf(string roles) =>
        CustomerRole().IsMatch(roles) ? true : ProviderRole().IsMatch(roles) ? false : null;

    // From the last "between", the party before, or the start of the paragraph.
    private static string Before(string text, int end)
    {
        var start = Math.Max(0, end - 400);
        var window = text[start..end];
        var cut = 0;
        foreach (Match lead in Lead().Matches(window))
            cut = lead.Index + lead.Length;
        window = window[cut..];
        var pair = window.IndexOf(" and ", StringComparison.Ordinal);
        return pair > 0 && CompanySuffix().IsMatch(window[..pair]) && CompanySuffix().IsMatch(window[pair..]) ? window[(pair + 5)..] : window;
    }

    private static SourcePlace PlaceIn(SourceBlock block, string name, Match match)
    {
        var line = block.Lines.FirstOrDefault(line => line.Text.Contains(name, StringComparison.Ordinal)) ?? block.Lines[0];
        return new SourcePlace(line.Number, StatementPage.Shortened(line.Raw.Length <= 300 ? line.Raw.Trim() : $"{name} {match.Value}"));
    }

    private static IEnumerable<Found> FromLabels(StatementPage page)
    {
        foreach (var label in page.Labels)
        {
            var side = CustomerLabel().IsMatch(label.Label) ? true
                : ProviderLabel().IsMatch(label.Label) ? false
                : NameLabel().IsMatch(label.Label) ? SideOfHeading(label.Heading) : null;
            if (side is null || PartyName.Of(label.Value) is not { } name)
                continue;

            var signing = Signing().IsMatch(label.Heading) || page.Blocks[label.Block].Kind == BlockKind.Table && label.Block > page.Blocks.Count / 2;
            var person = label.Label.StartsWith("prepared", StringComparison.OrdinalIgnoreCase);
            if ((signing || person) && !CompanySuffix().IsMatch(name))
                continue;

            yield return new Found(side.Value, new Reading<string>(name, label.Place, signing ? 0.6m : person ? 0.75m : 0.9m));
        }
    }

    private static bool? SideOfHeading(string heading) =>
        HeadingOfCustomer().IsMatch(heading) ? true : HeadingOfProvider().IsMatch(heading) ? false : null;

    /// <summary>
    /// "between A and B" without roles: the side is known when a signature names one of them, when the mail address beside a role is
    /// of one of them, or, weakest, by the order in which the form lists its two roles for signature.
    /// </summary>
    private static IEnumerable<Found> FromBetween(StatementPage page, List<Found> known)
    {
        if (known.Exists(f => f.Customer && f.Name.Confidence > 0.8m) && known.Exists(f => !f.Customer && f.Name.Confidence > 0.8m))
            yield break;

        foreach (var clause in page.Clauses.Where(clause => clause.Has("between ")).Take(50))
        {
            var match = Between().Match(clause.Text);
            if (!match.Success || PartyName.Of(match.Groups["a"].Value) is not { } first || PartyName.Of(match.Groups["b"].Value) is not { } second)
                continue;
            if (SideOfFirst(page, known, first, second) is not var (customerFirst, confidence))
                yield break;

            yield return new Found(customerFirst, new Reading<string>(first, clause.Place, confidence));
            yield return new Found(!customerFirst, new Reading<string>(second, clause.Place, confidence));
            yield break;
        }
    }

    private static (bool CustomerFirst, decimal Confidence)? SideOfFirst(StatementPage page, List<Found> known, string first, string second)
    {
        foreach (var one in known)
        {
            if (Equals(PartyName.Key(one.Name.Value), PartyName.Key(first)))
                return (one.Customer, 0.9m);
            if (Equals(PartyName.Key(one.Name.Value), PartyName.Key(second)))
                return (!one.Customer, 0.9m);
        }

        var roles = page.Labels.Where(label => CustomerLabel().IsMatch(label.Label) || ProviderLabel().IsMatch(label.Label)).ToList();
        if (ByMailAddress(page, first, second) is { } byMail)
            return (byMail, 0.85m);
        if (roles.Count < 2 || roles.Select(role => CustomerLabel().IsMatch(role.Label)).Distinct().Count() < 2)
            return null;

        return (CustomerLabel().IsMatch(roles[0].Label), 0.6m);
    }

    /// <summary>A column headed by a role that holds a mail address of one of the two parties.</summary>
    private static bool? ByMailAddress(StatementPage page, string first, string second)
    {
        foreach (var table in page.Tables)
        {
            for (var column = 0; column < table.Header.Count; column++)
            {
                var header = StatementPage.WithoutNumber(table.Header[column].Split(':')[0]).Trim();
                bool? customer = CustomerLabel().IsMatch(header) ? true : ProviderLabel().IsMatch(header) ? false : null;
                if (customer is null)
                    continue;

                foreach (var domain in table.Rows.Select(row => MailDomain().Match(SourceTable.Cell(row, column))).Where(m => m.Success).Select(m => m.Groups["domain"].Value))
                {
                    if (PartyName.OwnsDomain(first, domain) != PartyName.OwnsDomain(second, domain))
                        return PartyName.OwnsDomain(first, domain) ? customer : !customer;
                }
            }
        }

        return null;
    }

    [GeneratedRegex(@"\(\s?(?<roles>(?:(?:hereinafter|hereafter|herein|each|the|as|or|and|referred to|collectively|individually|also|known|called|,)\s{0,2}|[“""'‘][^”""'’()]{1,60}[”""'’][,;]?\s?){1,12})\)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"[“""'‘](?:the )?(?:client|customer|buyer|purchaser|government|contracting authority|principal|employer|owner)[”""'’]", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CustomerRole();

    [GeneratedRegex(@"[“""'‘](?:the )?(?:contractor|consultant|(?:service |services )?provider|vendor|supplier|developer|seller|freelancer|subcontractor|agency|studio|consulting firm|implementation partner)[”""'’]", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ProviderRole();

    [GeneratedRegex(@"\bbetween:?\s|\)[,;]?\s{0,2}and:?\s|;\s{0,2}and\s|\)\s?[,;]\s|\bamong\s|\bparties:?\s|\(\d\)\s", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\bbetween:?\s+(?<a>[^()]{2,120}?)\s+and\s+(?<b>[^()]{2,120}?)(?=$|\.\s|\.$|;|,? (?:dated|effective|for|under|with|pursuant|is|sets|to|on|and|as|\(|shall|which)\b)", RegexOptions.None, 5000)]
    private static partial Regex Between();

    [GeneratedRegex(@"^(?:(?:the )?(?:end[ -])?(?:client|customer|buyer|purchaser)(?:['’]s)?(?: (?:legal |full |company |organi[sz]ation |entity )*(?:name|company|organi[sz]ation|entity|agency))?|prepared for|contracting authority|(?:ordering|requesting|requiring|client|customer|government|buying|federal) (?:agency|organi[sz]ation|activity|department|authority|office)|agency name)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CustomerLabel();

    [GeneratedRegex(@"^(?:(?:the )?(?:(?:service|services|solution) )?(?:provider|contractor|consultant|vendor|supplier|seller|developer|subcontractor|service firm|consulting firm|implementation partner|delivery partner)(?:['’]s)?(?: (?:legal |full |company |entity )*(?:name|company|organi[sz]ation|entity))?|prepared by)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ProviderLabel();

    [GeneratedRegex(@"^(?:company|name|organi[sz]ation|(?:company|legal|organi[sz]ation|entity|full legal|business) name|legal entity)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NameLabel();

    [GeneratedRegex(@"^(?:the )?(?:client|customer|buyer)(?: information| details| data| party)?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HeadingOfCustomer();

    [GeneratedRegex(@"^(?:the )?(?:(?:service )?provider|contractor|consultant|vendor|supplier)(?: information| details| data| party)?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HeadingOfProvider();

    [GeneratedRegex(@"\bsign|accept(?:ance|ed) by|approv|authori[sz]|witness|agreed by", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Signing();

    [GeneratedRegex(PartyName.Suffixes, RegexOptions.None, 5000)]
    private static partial Regex CompanySuffix();

    [GeneratedRegex(@"[\w.+-]{1,64}@(?<domain>[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})", RegexOptions.None, 5000)]
    private static partial Regex MailDomain();
}
