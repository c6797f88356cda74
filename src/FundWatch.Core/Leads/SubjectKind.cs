namespace FundWatch.Core.Leads;

/// <summary>What a lead can be about. Schools and canteens are organisations.</summary>
public static class SubjectKind
{
    public const string Organisation = "organisation";
    public const string Company = "company";
    public const string Project = "project";
    public const string Application = "application";
    public const string Person = "person";

    public static readonly IReadOnlyList<string> All = [Organisation, Company, Project, Application, Person];

    public static string Chinese(string kind) => kind switch
    {
        Organisation => "单位", Company => "企业", Project => "项目", Application => "申报", Person => "人员", _ => kind,
    };

    public static string English(string kind) => kind;

    /// <summary>How several of them are called among peers: "41 similar bureaus". Schools and canteens are known by the feature set that measures them.</summary>
    public static string Peers(string kind, string featureSet, bool chinese) => (kind, featureSet) switch
    {
        (_, "meal-school") => chinese ? "学校" : "schools",
        (_, "canteen") => chinese ? "食堂" : "canteens",
        _ when chinese => Chinese(kind),
        (Organisation, _) => "bureaus",
        (Company, _) => "companies",
        (Project, _) => "projects",
        (Application, _) => "applications",
        (Person, _) => "people",
        _ => kind,
    };
}
