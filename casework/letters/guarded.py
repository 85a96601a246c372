"""The words that no slip of the pen may touch, and the slips that everybody knows. Pure data, both languages at once.

An English letter quotes French and the other way round, so a word is guarded whatever the language of the letter. Too
many guarded words cost a reviewer one more look; one too few lets a promise change unseen. All are written as
``core.text.fold`` leaves them: no capitals, no accents, no apostrophes.
"""

import re
from collections.abc import Mapping
from typing import Final


def _words(lines: str) -> frozenset[str]:
    """The words of a few lines."""
    return frozenset(lines.split())


NUMBERS: Final = _words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions billion billions dozen dozens first second third fourth fifth sixth seventh eighth ninth tenth half halves
    quarter quarters double triple once twice thrice percent cent cents dollar dollars euro euros per
    un une deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts
    trente quarante cinquante soixante septante huitante nonante cents mille milliers milliard milliards douzaine
    premier premiere premiers premieres deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme
    dixieme seconde secondes demi demie moitie tiers quart quarts fois pourcent pourcentage pourcentages percentage
    """
)

DATES: Final = _words(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
    mondays tuesdays wednesdays thursdays fridays saturdays sundays
    day days week weeks month months year years hour hours minute minutes morning afternoon evening night noon midnight
    today tomorrow yesterday tonight now immediately soon shortly later until till before after since by within during
    daily weekly monthly yearly annual annually spring summer autumn fall winter next last
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    lundi mardi mercredi jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis samedis dimanches
    jour jours journee semaine semaines mois annee annees ans heure heures minutes matin midi soir soiree nuit minuit
    aujourdhui demain hier maintenant immediatement bientot prochainement tard avant apres depuis pendant jusqu jusque
    jusqua jusquau jusquaux durant dici quotidien hebdomadaire mensuel mensuelle annuel annuelle printemps ete automne
    hiver prochain prochaine prochains prochaines dernier derniere derniers dernieres
    """
)

NEGATIONS: Final = _words(
    """
    not no nor none never neither nobody nothing nowhere non without unless except excepting excluding hardly barely
    scarcely rarely seldom cannot cant dont doesnt didnt wont wouldnt shouldnt couldnt mustnt mightnt neednt isnt arent
    wasnt werent hasnt havent hadnt aint shant against refuse refuses refused refusing deny denies denied lack lacks
    ne n pas plus jamais sans aucun aucune aucuns aucunes aucunement ni sauf nul nulle nuls nulles nullement rien
    personne guere point hormis excepte exceptee moins contre refuse refusons refusez refusent refuser nier
    """
)

PROMISES: Final = _words(
    """
    will would shall should must may might can could ought need needs needed ill youll hell shell well theyll itll
    wed youd theyd if whether perhaps maybe probably possibly likely unlikely certainly always
    va vas vais allons allez vont aille faut fallait falloir si sinon certes certainement probablement peut etre
    toujours eventuellement
    """
)

LIMITS: Final = _words(
    """
    all some any only every each most many much few fewer several both either half more less least enough almost nearly
    about exactly entire entirely whole wholly fully partly partially completely solely merely just mostly everyone
    everybody everything someone somebody something anyone anybody anything other others another same minimum maximum
    than but although though or
    tout toute tous toutes certains certaine certaines quelque quelques plusieurs chaque chacun chacune seul
    seule seuls seules seulement uniquement exclusivement beaucoup peu assez trop davantage autant presque environ
    exactement entierement completement partiellement majorite minorite plupart autre autres meme memes mais quoique
    cependant toutefois ou
    """
)

#: How a word of promise begins, in either language; its endings are many.
_BEGINS: Final = re.compile(
    r"promis|promet|promes|guarant|garanti|commit(?!t?ee)|pledg|ensur|assur|undert|confirm|agree|approv|intend|oblig|requir"
    r"|permi|allow|autoris|authoris|authoriz|eligib|entitl|admissib|engag|accept|accord|decid|recommand|recommend"
    r"|peux$|peut|peuv|pouv|pourr|puiss|pourv|doi[stv]|devons|devez|devai|devi?ons|devr|dusse|faudr|voul|veu[tx]|veul"
    r"|voudr|soit|soyons|soyez|irai$|iras?$|irons$|irez$|iront$|exig|convien|prevoi|prevoy"
)
#: Any French verb in the future or the conditional; "approbation" ends otherwise, "opera" does not and costs a look.
_ENDS: Final = re.compile(r"..r(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient)$")

#: Words after which a full stop ends no sentence: what follows is a name.
ABBREVIATIONS: Final = _words(
    "mr mrs ms mx dr hon rev prof st ste sr jr sen rep gov gen col capt sgt lt no nos art vs mt ft ave blvd rd "
    "m mm me mme mmes mlle mlles mgr pr prs sec cf p pp inc ltd ltee"
)

#: Written twice by a slip, and never twice on purpose.
REPEATED: Final = _words("the a an of and le la les de du des et au aux")


def is_promise(folded: str) -> bool:
    """Whether a word says what somebody will, may or must do."""
    return folded in PROMISES or bool(_BEGINS.match(folded) or _ENDS.search(folded))


def _slips(lines: str) -> Mapping[str, str]:
    """From ``wrong right`` pairs, any number to a line."""
    words = lines.split()
    return dict(zip(words[::2], words[1::2], strict=True))


#: Forms that are no word at all, and the word that was meant; and "a" before a vowel, which means what "an" means.
SLIPS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": _slips(
        """
        a an  teh the  hte the  thnak thank  thakn thank  thnaks thanks  thansk thanks  adn and  nad and
        wich which  whihc which  tihs this  taht that  thta that  wiht with  recieve receive
        recieved received  recieving receiving  reciept receipt  beleive believe  beleived believed  acheive achieve
        acheived achieved  freind friend  freinds friends  wierd weird  concensus consensus  seperate separate
        seperately separately  definately definitely  definitly definitely  goverment government  govenment government
        governement government  goverments governments  enviroment environment  enviromental environmental
        occured occurred  occurence occurrence  occuring occurring  accomodate accommodate
        accomodation accommodation  acommodation accommodation  accommodaton accommodation  adress address
        adressed addressed  adresses addresses  sincerly sincerely  sincerley sincerely
        sinceerly sincerely  truely truly  begining beginning  comming coming  writting writing  reguarding regarding
        regading regarding  regardng regarding  concernig concerning  corespondence correspondence
        correspondance correspondence  apreciate appreciate  appriciate appreciate  appreicate appreciate
        infomation information  informaton information  infromation information  informtion information
        neccessary necessary  necesary necessary  necessery necessary  buisness business  busines business
        comunity community  communty community  comittee committee  commitee committee  commitees committees
        constituancy constituency  constituant constituent  constituants constituents  benifit benefit
        benifits benefits  maintainance maintenance  maintenence maintenance  occassion occasion
        oportunity opportunity  oppurtunity opportunity  publically publicly  refered referred  refering referring
        relevent relevant  responce response  responsability responsibility  succesful successful
        successfull successful  suport support  suported supported  transfered transferred  unfortunatly unfortunately
        unfortuantely unfortunately  unfortunatley unfortunately  availible available  avaliable available
        availabe available  assistence assistance  attatched attached  atached attached  begginning beginning
        comparision comparison  existance existence  foward forward  forwad forward
        furthur further  grammer grammar  happend happened  helpfull helpful  independant independent
        knowlege knowledge  liason liaison  minsitry ministry  ministery ministry  nieghbour neighbour
        noticable noticeable  offical official  persistant persistent  posession possession  prefered preferred
        privelege privilege  priviledge privilege  proccess process  procces process  programe programme
        reserach research  resouces resources
        serivce service  servcie service  sevice service  serivces services  servcies services  similiar similar
        speach speech  stong strong  transportion transportation
        vehical vehicle  whcih which   yuor your  yoru your  youre you're
        """
    ),
    "fr": _slips(
        """
        apelle appelle  apeller appeler  acceuil accueil  acceuillir accueillir  accomodement accommodement
        adressse adresse  addresse adresse  aparement apparemment
        apartement appartement  aparition apparition  apparament apparemment
        atention attention  attendont attendons
        boujour bonjour  bojour bonjour  cordialment cordialement  cordialemnt cordialement
        cordialemen cordialement  comission commission  comunauté communauté  comunautaire communautaire
        conaissance connaissance  connaisance connaissance  corespondance correspondance
        correspondence correspondance  developement développement  développment développement
        developpement développement  dévelopement développement  dévellopement développement  dificile difficile
        dificulté difficulté  dificultés difficultés  dilemne dilemme  enregistremnt enregistrement
        envirronement environnement  environement environnement  environnment environnement
        gouvernment gouvernement  gouvernememt gouvernement  governement gouvernement  gouvernemnt gouvernement
        honneure honneur  imeuble immeuble  imeubles immeubles
        language langage  longtemp longtemps  malgrès malgré  malheuresement malheureusement
        malheureusment malheureusement  malheureusemnt malheureusement  mesage message  ministére ministère
        ministere ministère  nottament notamment  notament notamment  notemment notamment
        occurence occurrence  parmis parmi  personel personnel  personelle personnelle  personellement personnellement
        probleme problème  problemes problèmes  problématque problématique  programe programme  programes programmes
        reçevoir recevoir  reçevez recevez  recu reçu  remercîments remerciements  remerciments remerciements
        rensegnement renseignement  rensegnements renseignements  renseignments renseignements
        resource ressource  resources ressources  scéance séance  sentimens sentiments
        sentimments sentiments  serivce service  serivces services  servcie service  servcies services
        suport support  suggerer suggérer  tres très  traffic trafic  traitment traitement
        traitemnt traitement  veuilez veuillez  veuillz veuillez
        verifier vérifier  voeu vœu  voeux vœux  coeur cœur  oeuvre œuvre  oeuvres œuvres  soeur sœur
        quebecois québécois  interet intérêt  interets intérêts  interêt intérêt  intêret intérêt  intéret intérêt
        etablissement établissement  etablissements établissements  etudiant étudiant  etudiants étudiants
        ecole école  ecoles écoles  eleve élève  eleves élèves  etat état  hopital hôpital  hopitaux hôpitaux
        hôspital hôpital  medecin médecin  medecins médecins  deja déjà  grace grâce
        necessaire nécessaire  necessaires nécessaires  reponse réponse  reponses réponses
        """
    ),
}

#: How the French words begin, folded, that an accent inside them turns into others (forêt, foret; jeûne, jeune).
ACCENTED: Final = re.compile(
    r"[rd]e|acres|amenag|medium|tintes|affait|afferent|allat|baill|belons|besicl|butes|cafeter|camelin|canon|casse|chass|chut|cices|coit|colon"
    r"|concuss|percuss|cote|cran|creton|crepon|cru|entames|exquis|faine|fait|feta|foret|forets|form|fuit|fume|gabl|gain"
    r"|gene|genet|grev|hai[er]|hal|hav|isol|jeun|macon|maison|mais|mat|melon|mol|moise|mur|muse|niveau|notre|votre|pagai"
    r"|pal|patr|pech|peton|pineau|preteu|prete|rame|rod|roti|sacre|secret|serin|sure|tach|tat|tenu|tete|tetes|tracas"
    r"|tutel|venus|boite|felon|beat|bech|benit|conf|contr|evide|reve|arret|gite|cre[ea]|supple|excell|negl|equiv"
)
#: How the words begin, folded, that two letters in the wrong order or one letter doubled turn into others.
LOOK_ALIKE: Final = re.compile(
    r"casual|causal|casualt|perform|preform|perfect|prefect|trail|trial|diar|dair|desert|dessert|marital|martial|complian"
    r"|complain|conserv|convers|barel|barle|calvar|cavalr|canno|canon|cano|scrap|strip|marshal|martial|parent|prenat"
    r"|bread|beard|board|broad|united|untied|quiet|quite|sacred|scared|silver|sliver|weary|weird|preced|proceed"
    r"|discree|discret|personal|personnel|ballot|ballet|medal|meddl|comma|coma|illus|allus|imm|emm|alliter|assur"
    r"|ac?coquin|appair|appar|arr?is|aero|areo|aimab|amiab|aimant|amiant|bard|brad|bistro|bistor|bord|brod|brett?el"
    r"|bruin|burin|cadr|card|calm|clam|calqu|claqu|calvair|clavair|capti|capit|carill|craill|carm|cram|carpet|crapet"
    r"|cerv|crev|chopp?|clapp?|clopor|colport|colloc|coloc|coordon|cordon|copul|coupl|defal|defla|delai|delia|delat"
    r"|depil|depli|desaim|desam|desami|detal|detall|detonn?|embarq|embraq|faibl|fiabl|feint|fient|gard|grad|gratel"
    r"|habil|hauss|huass|insatur|instaur|laiss|liass|marr?onn|mill?iair|moufet|naiss|niass|panicul|pannicul|parais|pariass"
    r"|paritai|partiai|portiq|protiq|preempt|perempt|rebord|rebrod|relai|relia|remm?oul|rempil|rempli|renai|renia|renfil"
    r"|renifl|rogn|rong|reinf|renif|sacrif|scarif|somm?ation|veill|viell|viol|voil|voili|etiol|etoil|poiss?on|couss?in"
    r"|fourmi|embat|enterpri|entrepri|rasass|rassas|interpel|baiss?|vis[si]|bris|cuiss?|dess?[ie]|ress|res[aeiou]|rec?cour|cour|mour|ball?ad|affect|afect|sign|sing|tri|tir"
)
