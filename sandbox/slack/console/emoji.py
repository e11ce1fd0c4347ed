"""The emoji shortcodes an admin tool is likely to use."""

EMOJI = {
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "no_entry": "⛔",
    "bulb": "💡", "wave": "👋", "tada": "🎉", "rocket": "🚀", "hourglass": "⌛",
    "incoming_envelope": "📨", "hourglass_flowing_sand": "⏳",
    "clock1": "🕐", "pause_button": "⏸", "double_vertical_bar": "⏸",
    "arrow_forward": "▶️", "stop_button": "⏹", "repeat": "🔁", "arrows_counterclockwise": "🔄",
    "inbox_tray": "📥", "outbox_tray": "📤", "envelope": "✉️", "email": "📧", "speech_balloon": "💬",
    "left_speech_bubble": "🗨️", "iphone": "📱", "telephone_receiver": "📞", "bell": "🔔",
    "no_bell": "🔕", "loudspeaker": "📢", "bar_chart": "📊",
    "chart_with_upwards_trend": "📈",
    "clipboard": "📋", "memo": "📝", "pencil2": "✏️", "page_facing_up": "📄", "file_folder": "📁",
    "open_file_folder": "📂", "card_index": "📇", "label": "🏷️", "bookmark": "🔖",
    "busts_in_silhouette": "👥", "bust_in_silhouette": "👤", "raised_hand": "✋",
    "octagonal_sign": "🛑", "mag": "🔍", "frame_with_picture": "🖼️",
    "link": "🔗", "gear": "⚙️", "lock": "🔒", "unlock": "🔓",
    "key": "🔑", "calendar": "📅", "date": "📅", "house": "🏠", "star": "⭐", "sparkles": "✨",
    "eyes": "👀", "thumbsup": "👍", "+1": "👍", "pray": "🙏", "question": "❓",
    "information_source": "ℹ️", "large_green_circle": "🟢", "large_yellow_circle": "🟡",
    "red_circle": "🔴", "white_circle": "⚪", "black_circle": "⚫", "large_blue_circle": "🔵",
    "slightly_smiling_face": "🙂", "smile": "😄", "raising_hand": "🙋", "arrow_right": "➡️",
    "white_large_square": "⬜",
}  # fmt: skip
