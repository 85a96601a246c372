"""The first words of the site in plain Canadian French."""

HOME = {
    "title": "Écrivez au bureau de votre député",
    "slug": "home-fr",
    "brand": "Bureau de la correspondance du caucus",
    "lead": "Exposez un problème, posez une question ou donnez votre avis. Une personne lit chaque message.",
    "search_description": "Écrivez aux bureaux des députés de l’Assemblée législative, en français ou en anglais.",
    "help_phone": "416-555-0140",
    "help_email": "aide@correspondence.example",
    "help_hours": "Du lundi au vendredi, de 9 h à 17 h. Nous acceptons les appels par relais.",
    "body": [
        (
            "steps",
            [
                ("Vous écrivez", "Par formulaire, par courriel, par la poste ou par téléphone, en français ou en anglais."),
                ("Vous recevez un numéro", "Gardez-le. Avec ce numéro, tout le bureau peut retrouver votre message."),
                ("Une personne vous lit", "Quelqu’un du bureau lit votre message et voit qui peut vous aider."),
                ("Nous vous répondons", "De la façon choisie : par courriel, par téléphone ou par lettre."),
            ],
        ),
        (
            "text",
            "<h2>Ce que nous pouvons faire pour vous</h2>"
            "<ul><li>Régler un problème avec un programme de la province : soutien du revenu, carte Santé, "
            "coût des médicaments, pension alimentaire pour enfants.</li>"
            "<li>Répondre à une question sur une loi, un projet de loi ou un vote.</li>"
            "<li>Prendre note de votre avis sur un sujet qui vous tient à cœur.</li></ul>"
            "<p>Certaines affaires relèvent de votre ville ou du gouvernement fédéral. Écrivez-nous quand même. "
            "Nous vous dirons à qui vous adresser.</p>",
        ),
        (
            "notice",
            "Si quelqu’un est en danger, appelez le 911",
            "<p>Nous ne lisons pas les messages la nuit ni la fin de semaine. Si vous avez besoin de parler à quelqu’un, "
            "appelez ou textez le 988 en tout temps.</p>",
        ),
        (
            "text",
            "<h2>De la façon qui vous convient</h2>"
            "<p>Vous pouvez demander de gros caractères, du braille, un enregistrement, la langue des signes, du "
            "sous-titrage, plus de temps ou une autre forme d’aide. C’est gratuit, et vous n’avez rien à prouver.</p>",
        ),
    ],
}

CONTACT = {
    "title": "Écrivez-nous",
    "slug": "contact",
    "search_description": "Envoyez un message au bureau d’un député. Vous choisissez comment nous vous répondons, et en "
    "quelle langue.",
    "intro": "<p>Il faut environ cinq minutes. Remplissez tout ce qui ne porte pas la mention « facultatif ».</p>",
    "next_steps": "<p>Vous recevez tout de suite un numéro de référence. Une personne du bureau lit votre message. "
    "Elle pourrait vous appeler ou vous écrire pour en savoir plus.</p>",
    "privacy_notice": "<p>Ce que vous écrivez nous sert à vous répondre et à vous aider. Seul le bureau à qui vous écrivez "
    "peut le voir. Nous ne le vendons pas et nous ne nous en servons pas pour gagner des votes. Nous vous demandons la "
    "permission avant de le communiquer à quelqu’un de l’extérieur, par exemple à un ministère. Vous pouvez demander ce "
    "que nous conservons à votre sujet et le faire corriger.</p>",
    "thanks_title": "Merci. Nous avons votre message",
    "thanks_text": "<p>Une personne du bureau lira votre message. Elle pourrait vous appeler ou vous écrire pour en savoir "
    "plus. Si quelque chose change, appelez-nous et donnez votre numéro.</p>",
}

PAGES = [
    {
        "title": "À propos du bureau",
        "slug": "a-propos",
        "lead": "Nous aidons les députés de l’Assemblée législative à répondre aux personnes qui leur écrivent.",
        "search_description": "Qui nous sommes, ce que nous faisons de votre message et ce que nous ne pouvons pas faire.",
        "body": [
            (
                "text",
                "<h2>Qui nous sommes</h2>"
                "<p>Chaque député a un bureau à Queen’s Park et un autre dans sa circonscription. Notre personnel lit le "
                "courrier, répond au téléphone et fait le suivi des problèmes. Nous travaillons pour les députés, et non "
                "pour le gouvernement de l’Ontario.</p>"
                "<h2>Ce que nous faisons de votre message</h2>"
                "<ol><li>Nous le lisons et nous le confions à la personne qui connaît le sujet.</li>"
                "<li>Si vous avez un problème avec un programme, nous ouvrons un dossier. Si vous y consentez, nous appelons "
                "le ministère ou l’organisme pour vous.</li>"
                "<li>Quelqu’un prépare notre réponse. Une deuxième personne la vérifie avant l’envoi.</li></ol>"
                "<h2>Ce que nous ne pouvons pas faire</h2>"
                "<ul><li>Nous ne pouvons pas donner d’avis juridique.</li>"
                "<li>Nous ne pouvons pas changer la décision d’un tribunal.</li>"
                "<li>Nous ne pouvons pas faire passer votre dossier avant les autres. Nous pouvons savoir où il en est et "
                "pourquoi il tarde.</li></ul>"
                "<h2>Combien de temps il faut</h2>"
                "<p>Nous visons une réponse en 15 jours ouvrables. Certains problèmes demandent plus de temps. Si c’est le "
                "cas du vôtre, nous vous le disons.</p>",
            ),
        ],
    },
    {
        "title": "Accessibilité",
        "slug": "accessibilite",
        "lead": "Ce site et nos réponses doivent vous convenir. Sinon, dites-le-nous, et nous ferons le nécessaire.",
        "search_description": "Les formats et les mesures d’aide que vous pouvez demander, et comment signaler un obstacle.",
        "body": [
            (
                "text",
                "<h2>Ce que vous pouvez demander</h2>"
                "<p>Vous pouvez demander ce qui suit lorsque vous nous écrivez. C’est gratuit.</p>"
                "<ul><li>Des lettres en gros caractères, en braille, sous forme d’enregistrement, en texte brut ou en PDF "
                "accessible.</li>"
                "<li>Des réponses en langage clair.</li>"
                "<li>La langue des signes (LSQ ou ASL), du sous-titrage ou un interprète lors d’une rencontre.</li>"
                "<li>Des appels par relais, un appel au lieu d’une lettre, plus de temps.</li></ul>"
                "<p>Nous communiquerons avec vous pour convenir de ce qui vous va le mieux. Vous n’avez pas à expliquer votre "
                "handicap ni à montrer de papiers.</p>"
                "<h2>Ce site</h2>"
                "<p>Nous construisons ce site selon les Règles pour l’accessibilité des contenus Web (WCAG) 2.2, niveau AA. "
                "Il fonctionne au clavier, avec un lecteur d’écran, en grand texte et en couleurs sombres. Il n’a pas besoin "
                "de JavaScript.</p>"
                "<p>Si un formulaire nous parvient d’une façon inhabituelle, nous pouvons vous demander de taper cinq "
                "chiffres. Vous pouvez les voir ou les entendre. Vous pouvez aussi les passer et faire vérifier votre message "
                "par une personne.</p>"
                "<h2>Signaler un obstacle</h2>"
                "<p>Appelez-nous, envoyez-nous un courriel ou utilisez le formulaire. Dites ce que vous vouliez faire et ce "
                "qui vous en a empêché. Nous répondons dans le format que vous demandez.</p>",
            ),
        ],
    },
    {
        "title": "Confidentialité",
        "slug": "confidentialite",
        "lead": "Ce que vous nous dites reste au bureau à qui vous avez écrit.",
        "search_description": "Ce que nous conservons, qui peut le voir et ce que vous pouvez nous demander.",
        "body": [
            (
                "text",
                "<h2>Ce que nous conservons</h2>"
                "<p>Nous conservons votre message, votre nom, la façon de vous joindre et la façon dont vous voulez notre "
                "réponse. Nous conservons aussi notre réponse. Nous en avons besoin pour vous aider.</p>"
                "<h2>Qui peut le voir</h2>"
                "<p>Seulement le personnel du bureau à qui vous avez écrit. Les autres bureaux ne le voient pas. Nous vous "
                "demandons la permission avant de le communiquer à un ministère, à un organisme ou à un autre bureau.</p>"
                "<h2>Ce que nous ne faisons pas</h2>"
                "<ul><li>Nous ne vendons pas et n’échangeons pas ce que vous nous dites.</li>"
                "<li>Nous ne nous en servons pas pour gagner des votes ni pour recueillir de l’argent.</li>"
                "<li>Nous ne vous suivons pas sur le Web. Ce site n’a pas de traceur, et rien n’y vient d’autres "
                "sites.</li></ul>"
                "<h2>Témoins</h2>"
                "<p>Nos pages ne déposent aucun témoin. À l’ouverture du formulaire, nous en déposons un seul. Il protège le "
                "formulaire et ne contient rien à votre sujet.</p>"
                "<h2>Ce que vous pouvez nous demander</h2>"
                "<p>Vous pouvez demander ce que nous conservons à votre sujet et le faire corriger. Vous pouvez retirer un "
                "consentement en tout temps. Appelez-nous, envoyez-nous un courriel ou utilisez le formulaire.</p>",
            ),
        ],
    },
]
