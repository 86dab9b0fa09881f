package texts

// bridgeNotes are the notes to the people who work in an ERP, and the warnings that repeat in the journal.
func bridgeNotes() []entry {
	return []entry{
		{
			"%s is refused: %s",
			"%s: не выполнено. %s",
			"%s: не виконано. %s",
			"%s: nie wykonano. %s",
		},
		{
			"in %s, %s is refused: %s",
			"%s, %s: не выполнено. %s",
			"%s, %s: не виконано. %s",
			"%s, %s: nie wykonano. %s",
		},
		{
			"the order is not sent yet: %s",
			"заказ пока не передаётся: %s",
			"замовлення поки не передається: %s",
			"zamówienie nie jest jeszcze przekazywane: %s",
		},
		{
			"%s is still to be paid",
			"не оплачено %s",
			"не оплачено %s",
			"do zapłaty pozostało %s",
		},
		{
			"it is on hold",
			"заказ заблокирован",
			"замовлення заблоковано",
			"zamówienie jest zablokowane",
		},
		{
			"it may still be changed until %s",
			"его ещё можно изменить до %s",
			"його ще можна змінити до %s",
			"można je jeszcze zmienić do %s",
		},
		{
			"order %s has its name there: two orders would be one; find out which of them it is",
			"его имя там уже у заказа %s: два заказа стали бы одним. Выясните, который из них там",
			"його ім'я там уже має замовлення %s: два замовлення стали б одним. З'ясуйте, яке з них там",
			"jego nazwę ma tam już zamówienie %s: dwa zamówienia stałyby się jednym. Ustal, które z nich tam jest",
		},
		{
			"the order is not sent there any more, and nothing about it either; remove its label %q to send it again",
			"заказ больше не отправляется туда, и ничего о нём тоже; чтобы отправить его снова, уберите его метку %q",
			"замовлення більше не надсилається туди, і нічого про нього теж; щоб надіслати його знову, приберіть його мітку %q",
			"zamówienie nie jest tam więcej wysyłane, ani nic o nim; aby wysłać je ponownie, usuń jego etykietę %q",
		},
		{
			"the order is on hold: %s; check it, then clear the hold",
			"заказ заблокирован: %s. Проверьте заказ и снимите блокировку",
			"замовлення заблоковано: %s. Перевірте замовлення і зніміть блокування",
			"zamówienie jest zablokowane: %s. Sprawdź zamówienie i zdejmij blokadę",
		},
		{
			"the buyer asks to cancel %s: answer yes or no",
			"покупатель просит отменить: %s. Согласитесь или откажите",
			"покупець просить скасувати: %s. Погодьтеся або відмовте",
			"kupujący prosi o anulowanie: %s. Zgódź się albo odmów",
		},
		{
			"the buyer asked to cancel %s, but it was too late",
			"покупатель просил отменить: %s, но было уже поздно",
			"покупець просив скасувати: %s, але було вже пізно",
			"kupujący prosił o anulowanie: %s, ale było już za późno",
		},
		{
			"%s was due at %s: do it now",
			"%s: срок истёк %s. Сделайте это сейчас",
			"%s: строк минув %s. Зробіть це зараз",
			"%s: termin minął %s. Zrób to teraz",
		},
		{
			"%s closes the order as received at %s, in %s, unless its status changes there: see to it",
			"%s закроет заказ как полученный: %s, осталось %s, если его статус там не изменится; проверьте заказ",
			"%s закриє замовлення як отримане: %s, залишилося %s, якщо його статус там не зміниться; перевірте замовлення",
			"%s zamknie zamówienie jako odebrane: %s, zostało %s, jeśli jego status tam się nie zmieni; sprawdź zamówienie",
		},
		{
			"%s is due at %s, in %s",
			"%s: срок %s, осталось %s",
			"%s: строк %s, залишилося %s",
			"%s: termin %s, zostało %s",
		},
		{
			"%s did not accept %s: %s; correct it there or here and try again",
			"%s не принимает операцию «%s»: %s. Исправьте там или здесь и повторите",
			"%s не приймає операцію «%s»: %s. Виправте там або тут і повторіть",
			"%s nie przyjmuje operacji „%s”: %s. Popraw tam lub tutaj i powtórz",
		},
		{
			"cancelled in the channel: %s",
			"отменено на площадке: %s",
			"скасовано на майданчику: %s",
			"anulowano na platformie: %s",
		},
		{"take back %s %s", "аннулируйте документ %s %s", "анулюйте документ %s %s", "wycofaj dokument %s %s"},
		{
			"take back %s %s in %s",
			"аннулируйте документ %s %s в %s",
			"анулюйте документ %s %s у %s",
			"wycofaj dokument %s %s w %s",
		},
		{
			"order %s was announced again by the channel with other lines, which were not taken: compare it there",
			"площадка прислала заказ %s повторно с другим составом; новый состав не принят. Сверьте заказ на площадке",
			"майданчик надіслав замовлення %s повторно з іншим складом; новий склад не прийнято. Звірте замовлення на майданчику",
			"platforma przysłała zamówienie %s ponownie z innymi pozycjami; nie zostały przyjęte. Porównaj je na platformie",
		},
		{
			"%s shows %s for %s, which is behind what it was sent: check it there and repeat what is missing",
			"%s показывает статус «%s» (%s), хотя отправлен более поздний. Проверьте там и повторите недостающее",
			"%s показує статус «%s» (%s), хоча надіслано пізніший. Перевірте там і повторіть те, чого бракує",
			"%s pokazuje status „%s” (%s), choć wysłano późniejszy. Sprawdź tam i powtórz, czego brakuje",
		},
		{"%s of %s", "%s от %s", "%s від %s", "%s z %s"},
		{"it gives no reason", "причина не указана", "причину не зазначено", "bez podania przyczyny"},
		{"it cannot do that", "это там не поддерживается", "це там не підтримується", "to nie jest tam obsługiwane"},
	}
}

// bridgeParts are parts of other texts: units, fields, what an effect is about.
func bridgeParts() []entry {
	return []entry{
		{"account %s: %v", "аккаунт %s: %v", "акаунт %s: %v", "konto %s: %v"},
		{"no lines", "без позиций", "без позицій", "bez pozycji"},
		{"lines %s and %s", "позиции %s и %s", "позиції %s і %s", "pozycje %s i %s"},
		{"%s (units %s to %s)", "%s (единицы с %s по %s)", "%s (одиниці з %s по %s)", "%s (sztuki od %s do %s)"},
		{"%s %s", "%s (%s)", "%s (%s)", "%s (%s)"},
		{"for %s, %s", "%s, %s", "%s, %s", "%s, %s"},
		{"for S%d", "отправление S%d", "відправлення S%d", "przesyłka S%d"},
		{"for parcel %s", "посылка %s", "посилка %s", "paczka %s"},
		{"parcel %s", "посылка %s", "посилка %s", "paczka %s"},
		{"of %s for R%d", "%s, возврат R%d", "%s, повернення R%d", "%s, zwrot R%d"},
		{"the goods", "товары", "товари", "towary"},
		{"the refund of R%d", "возврат денег R%d", "повернення коштів R%d", "zwrot pieniędzy R%d"},
		{"what went back of payment %s", "возвращённое по платежу %s", "повернене за платежем %s", "zwrot z płatności %s"},
		{"its %s is %q instead of %q", "%s — «%s» вместо «%s»", "%s — «%s» замість «%s»", "%s: „%s” zamiast „%s”"},
		{"id", "номер", "номер", "identyfikator"},
		{"key", "ключ", "ключ", "klucz"},
		{"number", "номер", "номер", "numer"},
		{"sum", "сумма", "сума", "kwota"},
		{"tracking number", "номер для отслеживания", "номер для відстеження", "numer śledzenia"},
		{"at attempt %d", "попытка %d", "спроба %d", "próba %d"},
	}
}
