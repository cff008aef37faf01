// Reads the answers out of the ballot form, in the one form that dialogues/ballots/questions.py accepts.

/** The choice that the form holds: {answers: [answer or null, …]}, one per question, in order. */
export function readChoice(form, questions) {
  const data = new FormData(form);
  return { answers: questions.map((question, place) => READERS[question.type](data, place, question)) };
}

/** Why a choice cannot be cast, as the name of a sentence on the page, or null. */
export function refusalOf(choice, questions) {
  if (choice.answers.every((answer) => answer === null)) {
    return "unanswered";
  }
  if (questions[0].type === "weighting") {
    return weightingRefusal(choice.answers);
  }
  if (choice.answers.some((answer, place) => questions[place].type === "step" && answer?.includes(null))) {
    return "halfRated";
  }
  const lacking = choice.answers.some(
    (answer, place) => namesClauses(questions[place]) && answer?.[0] === 0 && answer[1] === null,
  );
  return lacking ? "clause" : null;
}

/** Whether a firm objection has to say which clause: not where the question is about one clause alone. */
function namesClauses(question) {
  return question.type === "gradient" && !question.own;
}

function weightingRefusal(answers) {
  if (answers.includes(null)) {
    return "incomplete";
  }
  const points = answers.slice(0, -1).reduce((sum, [share]) => sum + share, 0);
  return points === 100 ? null : "points";
}

/** A whole number that was typed, or null. */
function whole(typed) {
  return /^\d{1,3}$/.test(typed ?? "") ? Number(typed) : null;
}

const NAMING = new Set(["0", "3", "4"]);

const READERS = {
  gradient(data, place, question) {
    const grade = data.get(`grade-${place}`);
    if (!grade) {
      return null;
    }
    const named = NAMING.has(grade) ? data.get(`clause-${place}`) : null;
    const answer = [/^\d$/.test(grade) ? Number(grade) : grade, named ? Number(named) : null];
    const words = question.words ? (data.get(`words-${place}`) ?? "").trim() : "";
    return words ? [...answer, words] : answer;
  },
  scale5_pair(data, place) {
    const pair = ["first", "second"].map((name) => Number(data.get(`${name}-${place}`)) || null);
    return pair.every((value) => value === null) ? null : pair;
  },
  consent(data, place) {
    return { yes: true, no: false }[data.get(`consent-${place}`)] ?? null;
  },
  scale5(data, place) {
    return Number(data.get(`agree-${place}`)) || null;
  },
  hearing(data, place) {
    return whole(data.get(`hears-${place}`));
  },
  step(data, place) {
    const values = ["worth", "risk", "seen", "back"].map(
      (name) => Number(data.get(`${name}-${place}`)) || null,
    );
    return values.every((value) => value === null) ? null : values;
  },
  weighting(data, place) {
    const values = [];
    while (data.has(`value-${place}-${values.length}`)) {
      values.push(whole(data.get(`value-${place}-${values.length}`)));
    }
    const points = whole(data.get(`points-${place}`));
    return points === null || values.length === 0 || values.includes(null) ? null : [points, values];
  },
  no_agreement(data, place) {
    return whole(data.get(`worth-${place}`));
  },
};
