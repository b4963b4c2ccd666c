/** Where a demo account works: its working hours, its quiet days and most of its people's names. */
export interface Place {
  readonly country: string;
  readonly timeZone: string;
  /** Keys of {@link PERSON_NAMES}, the most frequent first. */
  readonly cultures: readonly [Culture, ...Culture[]];
}

type Culture = keyof typeof PERSON_NAMES;

/** Zones on both sides of UTC, with and without summer time, two of them not on the full hour. */
export const PLACES: readonly Place[] = [
  { country: "US", timeZone: "America/New_York", cultures: ["english", "spanish", "korean"] },
  { country: "US", timeZone: "America/Chicago", cultures: ["english", "spanish", "westAfrican"] },
  { country: "US", timeZone: "America/Denver", cultures: ["english", "spanish"] },
  { country: "US", timeZone: "America/Los_Angeles", cultures: ["english", "spanish", "vietnamese", "indian"] },
  { country: "CA", timeZone: "America/Toronto", cultures: ["english", "french", "indian"] },
  { country: "MX", timeZone: "America/Mexico_City", cultures: ["spanish"] },
  { country: "BR", timeZone: "America/Sao_Paulo", cultures: ["portuguese"] },
  { country: "GB", timeZone: "Europe/London", cultures: ["english", "indian", "polish"] },
  { country: "IE", timeZone: "Europe/Dublin", cultures: ["english", "polish"] },
  { country: "DE", timeZone: "Europe/Berlin", cultures: ["german", "turkish", "polish"] },
  { country: "FR", timeZone: "Europe/Paris", cultures: ["french", "arabic"] },
  { country: "ES", timeZone: "Europe/Madrid", cultures: ["spanish"] },
  { country: "SE", timeZone: "Europe/Stockholm", cultures: ["nordic", "arabic"] },
  { country: "PL", timeZone: "Europe/Warsaw", cultures: ["polish"] },
  { country: "TR", timeZone: "Europe/Istanbul", cultures: ["turkish"] },
  { country: "NG", timeZone: "Africa/Lagos", cultures: ["westAfrican", "english"] },
  { country: "AE", timeZone: "Asia/Dubai", cultures: ["arabic", "indian", "english"] },
  { country: "IN", timeZone: "Asia/Kolkata", cultures: ["indian"] },
  { country: "NP", timeZone: "Asia/Kathmandu", cultures: ["indian"] },
  { country: "SG", timeZone: "Asia/Singapore", cultures: ["vietnamese", "indian", "english"] },
  { country: "AU", timeZone: "Australia/Sydney", cultures: ["english", "vietnamese", "nordic"] },
];

/** First and last names, to be combined, and how companies like to call themselves. Any likeness is the lists' doing. */
export const PERSON_NAMES = {
  english: {
    first:
      "Grace Oliver Hannah Jack Chloe Marcus Ruth Callum Abigail Dylan Naomi Trevor Isla Wesley Joanna Peter Tessa Damian".split(
        " ",
      ),
    last: "Whitaker Dawson Pryce Lockhart Bennett Marsh Fielding O'Connor Ashworth Calloway Reid Hargrove Kerr Langley Mercer Osborne Pike Stanton".split(
      " ",
    ),
    brands: [],
  },
  spanish: {
    first: "Lucía Mateo Camila Diego Valentina Javier Ximena Andrés Marisol Tomás Paloma Iván".split(" "),
    last: "Herrera Núñez Delgado Castañeda Ibarra Quintero Salazar Peña Vidal Montoya Rojas Arroyo".split(" "),
    brands: "Señorial|Mañana|Sol y Mar|Casa Azul".split("|"),
  },
  portuguese: {
    first: "João Beatriz Thiago Larissa Caio Mariana Otávio Letícia Rafael Débora".split(" "),
    last: "Carvalho Azevedo Moreira Gonçalves Teixeira Barros Nogueira Simões Prado Queiroz".split(" "),
    brands: "São Bento|Água Viva|Ipê Amarelo".split("|"),
  },
  french: {
    first: "Amélie Luc Élodie Bastien Margaux Rémi Solène Thibault Anaïs Guillaume".split(" "),
    last: "Lefèvre Girard Mercier Fontaine Chevalier Roussel Garnier Boucher Marchand Delacroix".split(" "),
    brands: "Café Lumière|Élan|Rive Gauche|Bel Été".split("|"),
  },
  german: {
    first: "Lena Jonas Käthe Moritz Frieda Lukas Annika Jürgen Greta Matthias".split(" "),
    last: "Vogel Krämer Schäfer Lindner Böhm Hartmann Seidel Winkler Köhler Brandt".split(" "),
    brands: "Grüne Wiese|Blaue Brücke|Alpenblick".split("|"),
  },
  nordic: {
    first: "Astrid Björn Freja Søren Ingrid Mikkel Linnéa Henrik Sigrid Eirik".split(" "),
    last: "Lindqvist Åkesson Halvorsen Nyström Dahl Sørensen Ekström Holm Bergström Rønning".split(" "),
    brands: "Nordlys|Smørrebrød|Ørsted Park|Björkhagen".split("|"),
  },
  polish: {
    first: "Zofia Kacper Agnieszka Wojciech Łucja Paweł Magda Szymon Elżbieta Marek".split(" "),
    last: "Kowal Wiśniewski Zając Nowicki Dąbrowska Sikora Wróbel Piotrowski Mazur Żak".split(" "),
    brands: "Łąka|Złota Brama|Wisła".split("|"),
  },
  turkish: {
    first: "Elif Emre Zeynep Kerem Ayşe Barış Defne Çağlar Selin Ozan".split(" "),
    last: "Yıldız Aydın Korkmaz Şahin Demirel Özkan Polat Güneş Arslan Tekin".split(" "),
    brands: "Çınar|Güneş|Mavi Ev".split("|"),
  },
  arabic: {
    first: "Layla Omar Yasmin Karim Salma Tariq Noor Hassan Rania Samir".split(" "),
    last: "Haddad Mansour Al-Amin Khoury Saleh Nasser Rahman Bakri Farouk Zidan".split(" "),
    brands: "Al Noor|Palm Gate|Qamar".split("|"),
  },
  indian: {
    first: "Ananya Rohan Kavita Arjun Meera Vikram Ishita Sanjay Divya Farhan Leela Nikhil".split(" "),
    last: "Sharma Iyer Kulkarni Banerjee Reddy Chatterjee Gill Menon Desai Thapa Qureshi Bhatt".split(" "),
    brands: "Ananda|Sunder|Himal|Blue Lotus".split("|"),
  },
  vietnamese: {
    first: "Linh Minh Trang Khoa Mai Duc Hương Tuan Wei Jia Kenji Yuki".split(" "),
    last: "Nguyen Tran Pham Dang Vo Lim Tan Ng Bui Ishida Mori Hoang".split(" "),
    brands: "Sen Hồng|Golden Bamboo|Marina Bay".split("|"),
  },
  korean: {
    first: "Jisoo Hyun Minji Seojun Eunha Daniel Sora Joon Hana Taeyang".split(" "),
    last: "Kim Park Choi Jung Kang Yoon Lim Han Seo Baek".split(" "),
    brands: "Hanok|Saebom".split("|"),
  },
  westAfrican: {
    first: "Adaeze Chidi Amara Kwame Folake Emeka Abena Tunde Zainab Kofi".split(" "),
    last: "Adeyemi Nwosu Mensah Eze Balogun Asante Obi Diallo Lawal Boateng".split(" "),
    brands: "Baobab|Oríkì|Sankofa|Eko".split("|"),
  },
} as const satisfies Record<string, Record<"first" | "last" | "brands", readonly string[]>>;
