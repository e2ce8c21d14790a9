using Throughline.Domain.People;

namespace Throughline.Domain.Tests.People;

public class SkillsTests
{
    private static readonly PersonKey Ana = new("p1");
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("kubernetes:3;migration:2", "kubernetes:3;migration:2")]
    [InlineData(" kubernetes : 3 ; ; migration ", "kubernetes:3;migration")]
    [InlineData("kubernetes:2;Kubernetes:4;kubernetes:1", "kubernetes:4")]
    [InlineData("kubernetes;kubernetes:2", "kubernetes:2")]
    [InlineData("kubernetes:2;kubernetes", "kubernetes:2")]
    [InlineData("git:9;ci::cd;c#:5;:3;go:", "git:9;ci::cd;c#:5;go")]
    [InlineData("git:٣", "git:٣")]
    public void Skills_are_read_with_their_levels_and_the_higher_level_of_a_name_counts(string? text, string read) =>
        Assert.Equal(read, Skills.Text(Skills.Parse(text)));

    [Fact]
    public void What_is_read_and_written_is_read_the_same_again() => Property.Holds(random =>
    {
        string[] pieces = ["git", "Git", " k8s ", ":", ";", "1", "5", "6", "é", " "];
        var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
        var skills = Skills.Parse(text);

        Assert.Equal(skills, Skills.Parse(Skills.Text(skills)));
        Assert.All(skills, skill => Assert.True(skill.Name.Trim().Length > 0 && skill.Level is null or (>= 1 and <= 5)));
        Assert.Equal(skills.Count, skills.Select(skill => skill.Name.ToUpperInvariant()).Distinct().Count());
    });

    [Fact]
    [Trait("rule", "R-046")]
    public void A_skill_that_has_expired_counts_no_longer_from_the_day_after()
    {
        var skills = new PersonSkills("kubernetes:3;migration:2", [Of("Kubernetes", QualificationKind.Skill, expires: Today)]);

        Assert.Equal("kubernetes:3;migration:2", Skills.Text(skills.On(Today)));
        Assert.Equal("migration:2", Skills.Text(skills.On(Today.AddDays(1))));
        Assert.Equal(3, skills.Find(" KUBERNETES ", Today)?.Level);
        Assert.Null(skills.Find("kubernetes", Today.AddDays(1)));
        Assert.Null(skills.Find("rust", Today));
    }

    [Fact]
    public void An_expiry_alone_gives_nobody_a_skill_and_one_without_a_day_never_ends()
    {
        Assert.Empty(new PersonSkills(null, [Of("rust", QualificationKind.Skill, expires: Today.AddYears(1))]).On(Today));
        Assert.Single(new PersonSkills("rust", [Of("rust", QualificationKind.Skill)]).On(Today.AddYears(9)));
    }

    [Fact]
    [Trait("rule", "R-282")]
    public void A_certification_counts_from_the_day_it_was_obtained_to_the_day_it_expires()
    {
        var skills = new PersonSkills(null, [Of("Git Basics", QualificationKind.Certification, Today, Today.AddDays(10)), Of("leading", QualificationKind.Wish)]);

        Assert.Empty(skills.CertificationsOn(Today.AddDays(-1)));
        Assert.Single(skills.CertificationsOn(Today));
        Assert.Single(skills.CertificationsOn(Today.AddDays(10)));
        Assert.Empty(skills.CertificationsOn(Today.AddDays(11)));
        Assert.Equal("leading", Assert.Single(skills.Wishes).Name);
    }

    [Fact]
    public void What_ends_soon_is_told_first_to_end_first_and_only_of_skills_that_are_there()
    {
        var skills = new PersonSkills("git:2;rust:1",
        [
            Of("git", QualificationKind.Skill, expires: Today.AddDays(20)), Of("cobol", QualificationKind.Skill, expires: Today),
            Of("Git Basics", QualificationKind.Certification, expires: Today.AddDays(-1)), Of("Git Advanced", QualificationKind.Certification, expires: Today.AddDays(61)),
            Of("leading", QualificationKind.Wish, expires: Today), Of("rust", QualificationKind.Skill),
        ]);

        Assert.Equal(["Git Basics", "git"], skills.ExpiringWithin(60, Today).Select(one => one.Name));
    }

    private static QualificationFact Of(string name, QualificationKind kind, DateOnly? obtained = null, DateOnly? expires = null) =>
        new(Ana, name, kind, obtained, expires);
}
