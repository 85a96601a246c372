"""The first words of the site in plain English."""

HOME = {
    "title": "Write to your members’ offices",
    "slug": "home",
    "brand": "Caucus Correspondence Office",
    "lead": "Tell us what is wrong, ask a question or say what you think. A person reads every message.",
    "search_description": "Write to the offices of members of the Legislative Assembly, in English or in French.",
    "help_phone": "416-555-0140",
    "help_email": "help@correspondence.example",
    "help_hours": "Monday to Friday, 9 a.m. to 5 p.m. We take relay calls.",
    "body": [
        (
            "steps",
            [
                ("You write", "Use the form, an e-mail, a letter or the phone. Write in English or in French."),
                ("You get a number", "Keep it. With this number, anyone in the office can find your message."),
                ("A person reads it", "Someone in the office reads what you wrote and decides who can help."),
                ("You hear from us", "We answer the way you chose: by e-mail, by phone or by letter."),
            ],
        ),
        (
            "text",
            "<h2>What we can help with</h2>"
            "<ul><li>A problem with a program of the province, such as income support, health cards, "
            "drug costs or child support.</li>"
            "<li>A question about a law, a bill or a vote.</li>"
            "<li>Your view on something that matters to you.</li></ul>"
            "<p>Some things belong to your city or to the federal government. Write to us all the same. "
            "We will tell you where to go.</p>",
        ),
        (
            "notice",
            "If someone is in danger, call 911",
            "<p>We do not read messages at night or on weekends. If you need someone to talk to, call or text 988 "
            "at any time.</p>",
        ),
        (
            "text",
            "<h2>In the way that works for you</h2>"
            "<p>You can ask for large print, braille, a recording, sign language, captions, more time and other help. "
            "It is free, and you do not have to prove anything.</p>",
        ),
    ],
}

CONTACT = {
    "title": "Write to us",
    "slug": "contact",
    "search_description": "Send a message to a member’s office. You choose how we answer you, and in which language.",
    "intro": "<p>It takes about five minutes. You need to fill in every part that is not marked “optional”.</p>",
    "next_steps": "<p>You get a reference number right away. A person in the office reads your message. "
    "They may call or write to you if they need to know more.</p>",
    "privacy_notice": "<p>We use what you write to answer you and to help you. Only the office you write to can see it. "
    "We do not sell it, and we do not use it to win votes. We ask you first before we share it with anyone outside "
    "the office, such as a ministry. You can ask us what we keep about you, and ask us to correct it.</p>",
    "thanks_title": "Thank you. We have your message",
    "thanks_text": "<p>A person in the office will read your message. They may call or write to you if they need to know "
    "more. If something changes, call us and give your number.</p>",
}

PAGES = [
    {
        "title": "About this office",
        "slug": "about",
        "lead": "We help members of the Legislative Assembly answer the people who write to them.",
        "search_description": "Who we are, what we do with your message, and what we cannot do.",
        "body": [
            (
                "text",
                "<h2>Who we are</h2>"
                "<p>Each member has an office at Queen’s Park and one in the riding. Our staff read the mail, answer the "
                "phone and follow up on problems. We work for the members, not for the Government of Ontario.</p>"
                "<h2>What we do with your message</h2>"
                "<ol><li>We read it and give it to the person who knows the subject.</li>"
                "<li>If you have a problem with a program, we open a case. With your consent, we call the ministry or "
                "agency for you.</li>"
                "<li>Someone drafts our answer. A second person checks it before it goes out.</li></ol>"
                "<h2>What we cannot do</h2>"
                "<ul><li>We cannot give legal advice.</li>"
                "<li>We cannot change what a court has decided.</li>"
                "<li>We cannot put your file ahead of others. We can find out where it is and why it is late.</li></ul>"
                "<h2>How long it takes</h2>"
                "<p>We aim to answer within 15 working days. Some problems take longer. If yours does, we tell you.</p>",
            ),
        ],
    },
    {
        "title": "Accessibility",
        "slug": "accessibility",
        "lead": "This site and our answers should work for you. If they do not, tell us and we will fix it.",
        "search_description": "Formats and supports you can ask for, and how to tell us about a barrier.",
        "body": [
            (
                "text",
                "<h2>What you can ask for</h2>"
                "<p>You can ask for any of these when you write to us. They are free.</p>"
                "<ul><li>Letters in large print, in braille, as a recording, as plain text or as an accessible PDF.</li>"
                "<li>Answers in plain language.</li>"
                "<li>Sign language (ASL or LSQ), captions or an interpreter when we meet.</li>"
                "<li>Relay calls, phone calls instead of writing, and more time.</li></ul>"
                "<p>We will get in touch to agree on what works best. You do not have to explain your disability or show "
                "us any papers.</p>"
                "<h2>This site</h2>"
                "<p>We build this site to meet the Web Content Accessibility Guidelines (WCAG) 2.2, level AA. You can use "
                "it with a keyboard, with a screen reader, in large text and in dark colours. You do not need JavaScript.</p>"
                "<p>We may ask you to type five digits if a form reaches us in an odd way. You can see them or hear them. "
                "You can also skip them and have a person check your message.</p>"
                "<h2>Tell us about a barrier</h2>"
                "<p>Call us, e-mail us or use the contact form. Say what you tried to do and what got in the way. We answer "
                "in the format you ask for.</p>",
            ),
        ],
    },
    {
        "title": "Privacy",
        "slug": "privacy",
        "lead": "What you tell us stays with the office you wrote to.",
        "search_description": "What we keep, who can see it, and what you can ask of us.",
        "body": [
            (
                "text",
                "<h2>What we keep</h2>"
                "<p>We keep your message, your name, how to reach you and how you want our answer. We also keep our answer. "
                "We need them to help you.</p>"
                "<h2>Who can see it</h2>"
                "<p>Only the staff of the office you wrote to. Other offices cannot see it. We ask you first before we share "
                "it with a ministry, an agency or another office.</p>"
                "<h2>What we do not do</h2>"
                "<ul><li>We do not sell or trade what you tell us.</li>"
                "<li>We do not use it to win votes or to raise money.</li>"
                "<li>We do not follow you on the web. This site has no trackers, and nothing on it comes from other "
                "sites.</li></ul>"
                "<h2>Cookies</h2>"
                "<p>Our pages set no cookies. When you open the form, we set one cookie. It protects the form and holds "
                "nothing about you.</p>"
                "<h2>What you can ask of us</h2>"
                "<p>You can ask what we keep about you. You can ask us to correct it. You can take back a consent at any "
                "time. Call us, e-mail us or use the contact form.</p>",
            ),
        ],
    },
]
