using FundWatch.Core;

namespace FundWatch.Models.Features;

/// <summary>A fitted detector was given another feature set than its own.</summary>
public sealed class FeatureMismatchException(string zh, string en) : ProblemException(zh, en)
{
    internal static FeatureMismatchException Between(FeatureSchema own, FeatureSchema given)
    {
        var ownNames = own.Features.Select(f => f.Name).ToList();
        var givenNames = given.Features.Select(f => f.Name).ToList();
        List<string> differences = [];
        Add("missing", ownNames.Except(givenNames));
        Add("unexpected", givenNames.Except(ownNames));
        Add("other direction", own.Features.Where(f => given.Features.Any(g => g.Name == f.Name && g.Direction != f.Direction)).Select(f => f.Name));
        if (differences.Count == 0)
        {
            differences.Add($"other order: fitted on {string.Join(", ", ownNames)}");
        }

        var what = string.Join("; ", differences);
        return new FeatureMismatchException(
            $"模型是用另一组特征训练的（{what}）。请用当前特征重新训练。",
            $"The model was trained on other features ({what}). Train it again on these.");

        void Add(string kind, IEnumerable<string> names)
        {
            var list = names.ToList();
            if (list.Count > 0)
            {
                differences.Add($"{kind}: {string.Join(", ", list)}");
            }
        }
    }
}
