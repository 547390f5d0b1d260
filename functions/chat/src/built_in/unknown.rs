//! That the documents do not say it, in the languages of most conferences.

/// In a client's language, which is named as Postgres names its text search configurations; in English where we have no other words.
pub fn text(language: &str) -> &'static str {
    match language {
        "german" => {
            "Dazu habe ich in den Unterlagen der Konferenz keine Antwort gefunden. Bitte fragen Sie mit anderen Worten oder wenden Sie sich an die Veranstalter."
        }
        "french" => {
            "Je n’ai pas trouvé de réponse dans les documents de la conférence. Essayez avec d’autres mots ou contactez les organisateurs."
        }
        "spanish" => {
            "No he encontrado una respuesta en los documentos de la conferencia. Pruebe con otras palabras o contacte con los organizadores."
        }
        "italian" => {
            "Non ho trovato una risposta nei documenti della conferenza. Provi con altre parole o contatti gli organizzatori."
        }
        "portuguese" => {
            "Não encontrei resposta nos documentos da conferência. Tente com outras palavras ou contacte os organizadores."
        }
        "dutch" => {
            "Ik heb hierover geen antwoord gevonden in de documenten van de conferentie. Probeer het met andere woorden of neem contact op met de organisatie."
        }
        "swedish" => {
            "Jag hittade inget svar på det i konferensens dokument. Försök med andra ord eller kontakta arrangörerna."
        }
        "danish" => {
            "Jeg fandt ikke noget svar på det i konferencens dokumenter. Prøv med andre ord, eller kontakt arrangørerne."
        }
        "norwegian" => {
            "Jeg fant ikke noe svar på det i konferansens dokumenter. Prøv med andre ord, eller ta kontakt med arrangørene."
        }
        "finnish" => {
            "En löytänyt tähän vastausta konferenssin asiakirjoista. Kokeile toisin sanoin tai ota yhteyttä järjestäjiin."
        }
        "hungarian" => {
            "Erre nem találtam választ a konferencia anyagaiban. Próbálja meg más szavakkal, vagy forduljon a szervezőkhöz."
        }
        "romanian" => {
            "Nu am găsit un răspuns în documentele conferinței. Încercați cu alte cuvinte sau contactați organizatorii."
        }
        "russian" => {
            "Я не нашёл ответа на этот вопрос в материалах конференции. Попробуйте спросить другими словами или обратитесь к организаторам."
        }
        "turkish" => {
            "Konferansın belgelerinde buna bir yanıt bulamadım. Lütfen başka sözcüklerle sorun ya da düzenleyicilere başvurun."
        }
        _ => {
            "I could not find an answer to that in the conference's documents. Please try other words, or ask the organisers."
        }
    }
}
