"""Letters in order, as a constituency office writes them: ten in English, ten in French. Nobody in them exists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """One letter and whom it is for."""

    language: str
    name: str
    salutation: str
    subject: str
    body: str


CLEAN = [
    Written(
        "en",
        "Marigold Testerton",
        "Dear Ms. Testerton,",
        "Your ODSP payment",
        "<p>Thank you for your message of October 14, 2026. I am sorry that your payment stopped and that nobody "
        "answered the telephone.</p><p>We asked the local office what is missing. They have your medical form, and "
        "wait for page 3 of the rent form. You can hand it in at 40 Elm Street, or fax it to 905-555-0142.</p><p>Our "
        "office is open on working days from 9 a.m. to 5 p.m. The number is 416-555-0124.</p>",
    ),
    Written(
        "en",
        "Bartholomew Quill",
        "Dear Mr. Quill,",
        "Renewing your health card",
        "<p>You wrote that ServiceOntario refused your papers. You need one document from each of three lists: one "
        "that shows citizenship, one that shows where you live, and one with your signature.</p><ul><li>A passport "
        "counts for the first list.</li><li>A hydro bill counts for the second.</li><li>A bank card counts for the "
        'third.</li></ul><p>The lists are on <a href="https://www.example.org/health-card">the page about renewing a '
        "card</a>. Please do not send us the number on the card.</p>",
    ),
    Written(
        "en",
        "Ottoline van der Test",
        "Dear Ottoline van der Test,",
        "Transit on Route 14",
        "<p>Thank you for telling me how much the number 14 bus means to your street. I read your letter in the House"
        " on November 3, 2026, without your name.</p><p>The motion was defeated 58 to 42. The transit agency holds an"
        " open meeting at the Harbour Library, 12 Dock Road, K1A 0B1, every first Monday of the month.</p>",
    ),
    Written(
        "en",
        "Peregrine Example-Stone",
        "Dear Mr. Example-Stone,",
        "Notice N4 and the Landlord and Tenant Board",
        "<p>A notice N4 does not mean that you must leave this month. Only the Board can order that, after a hearing,"
        " and only the Sheriff can carry it out.</p><p>If you pay the rent that is owed before the date on the "
        "notice, the notice is void. The legal clinic at 416-555-0171 advises tenants without charge.</p><p>Your file"
        " with us is C-2026-0412, and the Board’s own reference is LTB-L-004512-26.</p>",
    ),
    Written(
        "en",
        "Isolde Fictional",
        "Dear Isolde,",
        "Your WSIB claim",
        "<p>I am sorry about your back, and about the letter with another worker’s file number on it. We told the "
        "board about that mistake on the day you called.</p><p>You have six months from the decision to object. The "
        "form is called Intent to Object. The Office of the Worker Adviser helps with it, free of charge, at "
        "1-800-555-0142.</p>",
    ),
    Written(
        "en",
        "Dr. Casimir Nobody",
        "Dear Dr. Nobody,",
        "A bed in long-term care for your mother",
        "<p>Home and Community Care keeps one list for each home. The order depends on need first, then on the day of"
        " the application. Your mother is on the list of five homes; the shortest wait is at Maple Court, about 90 "
        "days.</p><p>You may change the five homes at any time, and it costs nothing. The coordinator is at "
        "705-555-0190, extension 214.</p>",
    ),
    Written(
        "en",
        "The Reverend Hester Placeholder",
        "Dear Reverend Placeholder,",
        "The cost of your medication",
        "<p>The drug costs $412 a month, as you say, and it left the list in July. Two programs may "
        "help.</p><ol><li>The Trillium program pays what is above about four percent of a household’s "
        "income.</li><li>The Exceptional Access program pays for a drug that is not on the list, when a doctor "
        "asks.</li></ol><p>Your pharmacist has both forms. The program answers at 1-866-555-0130.</p>",
    ),
    Written(
        "en",
        "Leopold Madeup",
        "Dear Mr. Madeup,",
        "Child support arrears",
        "<p>The Family Responsibility Office tells us that it wrote to the payor’s employer on September 22, 2026. "
        "The first deduction came in on the last payday, $318.40, and it was sent to you the next morning.</p><p>The "
        "arrears stand at $6,204.11. The case worker’s line for members’ offices says that a licence suspension is "
        "the next step.</p>",
    ),
    Written(
        "en",
        "Philippa and George Invented",
        "Dear Philippa and George,",
        "Portables at the school",
        "<p>Six portables, two of them without heat: we asked the school board about each. The two furnaces were "
        "replaced over the weekend, and the principal has measured 20 degrees in both rooms since.</p><p>The board’s "
        "plan for a new wing is before the Ministry. I have asked the Minister in writing when an answer can be "
        "expected, and a copy of that letter is on our website.</p>",
    ),
    Written(
        "en",
        "Wilhelmina O’Sample",
        "Dear Ms. O’Sample,",
        "Thank you",
        "<p>Thank you for the kind words. It was the clerk at the local office who found the cheque, so I have passed"
        " your thanks on to her.</p><p>I am glad that the boots fit. If the payments stop again, call us at the same "
        "number.</p>",
    ),
    Written(
        "fr",
        "Colombe Essai",
        "Bonjour Madame Essai,",
        "Votre allocation du POSPH",
        "<p>Merci de votre message du 14 octobre 2026. Je regrette que votre allocation ait cessé et que personne "
        "n’ait répondu au téléphone.</p><p>Nous avons demandé au bureau local ce qui manque. Il a reçu le formulaire "
        "médical et attend la page 3 du formulaire de loyer. Vous pouvez la remettre au 40, rue de l’Orme, ou "
        "l’envoyer par télécopieur au 905 555-0142.</p>",
    ),
    Written(
        "fr",
        "Théodule Fictif",
        "Bonjour Théodule Fictif,",
        "Services en français à l’hôpital",
        "<p>Votre mère avait le droit d’être servie en français : l’hôpital est désigné depuis 2008. La plainte se "
        "fait d’abord à l’hôpital, au 613 555-0117, puis au Bureau de l’ombudsman.</p><p>Le formulaire se trouve sur "
        '<a href="https://www.example.org/plainte">la page des plaintes de l’ombudsman</a>. Il n’y a aucuns '
        "frais.</p>",
    ),
    Written(
        "fr",
        "Eulalie Personne",
        "Chère Madame Personne,",
        "Renouvellement de la carte Santé",
        "<p>ServiceOntario demande trois documents : un qui montre la citoyenneté, un qui montre l’adresse, un qui "
        "porte votre signature.</p><ul><li>Le passeport vaut pour le premier.</li><li>La facture d’électricité vaut "
        "pour le deuxième.</li><li>La carte bancaire vaut pour le troisième.</li></ul><p>Ne nous envoyez pas le "
        "numéro de la carte.</p>",
    ),
    Written(
        "fr",
        "Anatole Lexemple",
        "Monsieur Lexemple,",
        "Place en garderie",
        "<p>Le conseil des services tient une seule liste pour toutes les garderies du district. Vous êtes au rang "
        "12, et trois places se libèrent en janvier à la garderie Les Lucioles.</p><p>La subvention se demande à "
        "part. Le formulaire compte deux pages; notre bureau peut vous aider à le remplir, au 705 555-0133.</p>",
    ),
    Written(
        "fr",
        "Clémence d’Essai",
        "Bonjour Clémence,",
        "L’autobus 14",
        "<p>Merci de m’avoir écrit au sujet de l’autobus 14. J’ai lu votre lettre à l’Assemblée le 3 novembre 2026, "
        "sans votre nom.</p><p>La motion a été rejetée par 58 voix contre 42. La société de transport tient une "
        "séance publique à la bibliothèque du Havre chaque premier lundi du mois.</p>",
    ),
    Written(
        "fr",
        "Hyacinthe Modèle",
        "Cher Monsieur Modèle,",
        "Avis N4 et Commission de la location immobilière",
        "<p>Un avis N4 ne vous oblige pas à partir ce mois-ci. Seule la Commission peut l’ordonner, après une "
        "audience, et seul le shérif peut l’exécuter.</p><p>Si vous payez le loyer dû avant la date de l’avis, il "
        "devient nul. La clinique juridique conseille les locataires sans frais, au 416 555-0171.</p><p>Votre dossier"
        " chez nous porte le numéro C-2026-0413.</p>",
    ),
    Written(
        "fr",
        "Marguerite Fausse-Piste",
        "Bonjour Madame Fausse-Piste,",
        "Le coût de votre médicament",
        "<p>Le médicament coûte 412 $ par mois, comme vous l’écrivez, et il ne figure plus sur la liste depuis "
        "juillet. Deux programmes peuvent aider.</p><ol><li>Le programme Trillium paie ce qui dépasse environ quatre "
        "pour cent du revenu du ménage.</li><li>Le Programme d’accès exceptionnel paie un médicament hors liste, si "
        "un médecin le demande.</li></ol><p>Votre pharmacie a les deux formulaires.</p>",
    ),
    Written(
        "fr",
        "Aurèle Imaginaire",
        "Bonjour Aurèle Imaginaire,",
        "Arriérés de pension alimentaire",
        "<p>Le Bureau des obligations familiales nous dit qu’il a écrit à l’employeur du payeur le 22 septembre 2026."
        " La première retenue, de 318,40 $, est arrivée à la dernière paie et vous a été envoyée le "
        "lendemain.</p><p>Les arriérés s’élèvent à 6 204,11 $. La suspension du permis de conduire est la prochaine "
        "étape.</p>",
    ),
    Written(
        "fr",
        "Léopoldine Inventée",
        "Bonjour Madame Inventée,",
        "Les salles mobiles de l’école",
        "<p>Six salles mobiles, dont deux sans chauffage : nous avons interrogé le conseil scolaire sur chacune. Les "
        "deux fournaises ont été remplacées pendant la fin de semaine, et la direction mesure 20 degrés "
        "depuis.</p><p>Le projet d’agrandissement est devant le ministère. J’ai demandé par écrit au ministre quand "
        "une réponse est attendue.</p>",
    ),
    Written(
        "fr",
        "Fulgence Prétendu",
        "Bonjour Monsieur Prétendu,",
        "Merci",
        "<p>Merci de vos bons mots. C’est l’employée du bureau local qui a retrouvé le chèque : je lui ai transmis "
        "vos remerciements.</p><p>Je suis heureux que les bottes soient à la bonne taille. Si les versements cessent "
        "encore, appelez-nous au même numéro.</p>",
    ),
]
