using MudBlazor;

namespace FundWatch.Host.Pages;

/// <summary>Colours and type of the component library, kept in step with wwwroot/fundwatch.css.</summary>
public static class Look
{
    // The system's own fonts: nothing is fetched, and Chinese is drawn as the reader's machine draws it best.
    private static readonly string[] _fonts =
    [
        "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "sans-serif",
    ];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1f4f7b", Secondary = "#5b6b7c", Tertiary = "#2f7d6b", Info = "#1f4f7b", Success = "#2f7d4f", Warning = "#9a5b00", Error = "#a8322a",
            Background = "#f5f6f8", Surface = "#ffffff", TextPrimary = "#1b2530", TextSecondary = "#53606e", ActionDefault = "#53606e",
            LinesDefault = "#dde2e8", LinesInputs = "#b8c1cc", TableLines = "#e6eaef", Divider = "#e6eaef",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = _fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = _fonts, TextTransform = "none", FontSize = "0.875rem", FontWeight = "500", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = _fonts, FontSize = "1.05rem", FontWeight = "600", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = _fonts, FontSize = "0.9rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = _fonts, FontSize = "0.85rem", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = _fonts, FontSize = "0.78rem", LetterSpacing = "normal" },
        },
    };
}
