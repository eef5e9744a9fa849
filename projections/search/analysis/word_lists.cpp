// SPDX-License-Identifier: Apache-2.0
#include "projections/search/analysis/word_lists.hpp"

namespace palabre::projections::search::word_lists {

const std::string_view french_stop_words = R"(
a ai aie ait apres au aucun aucune aussi autre autres aux avaient avais avait avant avec avez avoir avons ayant
beaucoup bien
c car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme comment
d dans de depuis des donc dont du
elle elles en encore entre es est et etaient etais etait etant ete etes etre eu eux
faire fait font furent fut
ici il ils
j je jusque
l la le lequel les leur leurs lors lui
m ma mais me meme memes mes moi moins mon
n ne ni non nos notre nous
on ont ou
par parce pas pendant peu peut peuvent plus pour pourquoi puis
qu quand que quel quelle quelles quels qui quoi
s sa sans se sera seront ses si sinon soit son sont sous suis sur
t ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres trop tu
un une
vers via voici voila vos votre vous
y
)";

const std::string_view english_stop_words = R"(
a about above after again all also although am an and any are as at
be because been before being below between both but by
can cannot could
did do does doing done down during
each either
few for from further
had has have having he her here hers him his how however
i if in into is it its itself
just
may me might more most much must my
neither no nor not now
of off on once only or other our ours out over own
per
s same shall she should since so some such
t than that the their them then there these they this those through thus to too
under until up upon us
very via
was we were what when where whether which while who whom why will with within without would
yet you your yours
)";

const std::string_view french_forms = R"(
# plurals in -aux of -ail
travaux travail
baux bail
vitraux vitrail
coraux corail
soupiraux soupirail
vantaux vantail
# other plurals
jeux jeu
enjeux enjeu
lieux lieu
milieux milieu
feux feu
voeux voeu
aveux aveu
neveux neveu
cheveux cheveu
adieux adieu
emplois emploi
lois loi
rois roi
envois envoi
convois convoi
tournois tournoi
yeux oeil
cieux ciel
aieux aieul
mesdames madame
mesdemoiselles mademoiselle
messieurs monsieur
# feminine forms
petite petit
petites petit
# in -ère beside -er, which looks like a verb
bergere berger
bergeres berger
bouchere boucher
boucheres boucher
boulangere boulanger
boulangeres boulanger
conseillere conseiller
conseilleres conseiller
ecuyere ecuyer
ecuyeres ecuyer
etrangere etranger
etrangeres etranger
horlogere horloger
horlogeres horloger
jardiniere jardinier
jardinieres jardinier
legere leger
legeres leger
maraichere maraicher
maraicheres maraicher
menagere menager
menageres menager
messagere messager
messageres messager
passagere passager
passageres passager
vachere vacher
vacheres vacher
)";

const std::string_view trades = R"(
# health: who
ide = infirmier diplômé d'état
idel = infirmier libéral = infirmier diplômé d'état libéral
ibode = infirmier de bloc opératoire
iade = infirmier anesthésiste
ipa = infirmier en pratique avancée
idec = infirmier coordinateur
AS = aide soignant
ASH = agent des services hospitaliers = agent de service hospitalier
AMP = aide médico psychologique
AES = accompagnant éducatif et social
aesh = accompagnant d'élèves en situation de handicap
AP = auxiliaire de puériculture
AVS = auxiliaire de vie sociale = auxiliaire de vie
kiné = masseur kinésithérapeute = kinésithérapeute
MK = masseur kinésithérapeute
mkde = masseur kinésithérapeute
ergo = ergothérapeute
ortho = orthophoniste
psychomot = psychomotricien
ostéo = ostéopathe
PH = praticien hospitalier
PU-PH = professeur des universités praticien hospitalier
MG = médecin généraliste = généraliste
medco = médecin coordonnateur
SF = sage femme
manip = manipulateur radio = manipulateur en électroradiologie médicale = mem
diet = diététicien
véto = vétérinaire
assmat = assistante maternelle
SDE = spécialiste en diagnostic
# health: where
ehpad = établissement d'hébergement pour personnes âgées dépendantes = maison de retraite
ssiad = service de soins infirmiers à domicile
had = hospitalisation à domicile
ssr = soins de suite et de réadaptation
smr = soins médicaux et de réadaptation
usld = unité de soins de longue durée
msp = maison de santé pluriprofessionnelle
cpts = communauté professionnelle territoriale de santé
chu = centre hospitalier universitaire
CH = centre hospitalier
ime = institut médico éducatif
itep = institut thérapeutique éducatif et pédagogique
esat = établissement et service d'aide par le travail
mas = maison d'accueil spécialisée
FAM = foyer d'accueil médicalisé
cmp = centre médico psychologique
cmpp = centre médico psycho pédagogique
pmi = protection maternelle et infantile
bloc = bloc opératoire
urgences = service des urgences
# contracts
cdi = contrat à durée indéterminée
cdd = contrat à durée déterminée
ctt = intérim = contrat de travail temporaire
alternance = contrat de professionnalisation = contrat d'apprentissage
rempla = remplacement = remplaçant
collab = collaboration libérale
tp = temps partiel
tc = temps complet = temps plein
etp = équivalent temps plein
# elsewhere
rh = ressources humaines
drh = directeur des ressources humaines
daf = directeur administratif et financier
pdg = président directeur général
btp = bâtiment et travaux publics
prof = professeur = enseignant
CPE = conseiller principal d'éducation
atsem = agent territorial spécialisé des écoles maternelles
dev = développeur
compta = comptabilité
pl = poids lourd
vl = véhicule léger
spl = super poids lourd
caces = certificat d'aptitude à la conduite en sécurité
)";

} // namespace palabre::projections::search::word_lists
