package texts

// orderMoney are the refusals about payments, receipts and refunds.
func orderMoney() []entry {
	return []entry{
		{
			"%s is shown as paid, but the word of the %s counts: wait for it, or record the money there",
			"%s показано как оплаченное, но решает %s: дождитесь сообщения оттуда или внесите деньги там",
			"%s показано як сплачене, але вирішує %s: дочекайтеся повідомлення звідти або внесіть гроші там",
			"%s pokazano jako zapłacone, ale decyduje %s: poczekaj na wiadomość stamtąd albo wprowadź wpłatę tam",
		},
		{"no sum is given", "сумма не указана", "суму не зазначено", "nie podano kwoty"},
		{
			"%s is not in the order's currency %s",
			"%s — не в валюте заказа (%s)",
			"%s — не у валюті замовлення (%s)",
			"%s nie jest w walucie zamówienia (%s)",
		},
		{
			"%s is negative",
			"сумма %s отрицательная",
			"сума %s від’ємна",
			"kwota %s jest ujemna",
		},
		{
			"with %s the order would be overpaid by %s: it costs %s",
			"с платежом %s заказ будет переплачен на %s: его стоимость %s",
			"із платежем %s замовлення буде переплачено на %s: його вартість %s",
			"z płatnością %s zamówienie byłoby nadpłacone o %s: kosztuje %s",
		},
		{"it has no id", "у него нет номера; укажите его", "у нього немає номера; зазначте його", "nie ma numeru; podaj go"},
		{
			"state %q is not one of a single payment",
			"статус «%s» невозможен для отдельного платежа",
			"статус «%s» неможливий для окремого платежу",
			"status „%s” nie dotyczy pojedynczej płatności",
		},
		{
			"its form %q is unknown; it may be gift-card, bonus, exchange, or empty for money",
			"форма %q неизвестна; допустимо: gift-card, bonus, exchange или пусто — деньги",
			"форма %q невідома; можна: gift-card, bonus, exchange або порожньо — гроші",
			"forma %q jest nieznana; możliwe: gift-card, bonus, exchange lub puste — pieniądze",
		},
		{
			"it was received as %s, not %s",
			"он получен как «%s», а не «%s»; форма полученного платежа не меняется",
			"його отримано як «%s», а не «%s»; форма отриманого платежу не змінюється",
			"otrzymano ją jako „%s”, a nie „%s”; formy otrzymanej płatności nie zmienia się",
		},
		{"gift card", "подарочная карта", "подарункова картка", "karta podarunkowa"},
		{"bonus points", "бонусы", "бонуси", "punkty bonusowe"},
		{"exchange of goods", "обмен товара", "обмін товару", "wymiana towaru"},
		{"money", "деньги", "гроші", "pieniądze"},
		{
			"the amount must be more than 0",
			"сумма равна нулю; укажите сумму платежа",
			"сума дорівнює нулю; зазначте суму платежу",
			"kwota wynosi zero; podaj kwotę płatności",
		},
		{
			"it is %s, but the refunded amount is not set",
			"статус «%s», но не указано, сколько вернули",
			"статус «%s», але не зазначено, скільки повернули",
			"status „%s”, ale nie podano zwróconej kwoty",
		},
		{
			"%s was paid back of %s",
			"возвращено %s из %s: столько вернуть нельзя",
			"повернено %s із %s: стільки повернути не можна",
			"zwrócono %s z %s: tyle nie można zwrócić",
		},
		{
			"it is known with %s, not %s",
			"он уже записан на сумму %s, а не %s",
			"його вже записано на суму %s, а не %s",
			"jest już zapisana na kwotę %s, a nie %s",
		},
		{
			"it is %s and cannot become %s; money goes back by a refund",
			"статус «%s» нельзя изменить на «%s»; деньги возвращают через возврат",
			"статус «%s» не можна змінити на «%s»; кошти повертають через повернення",
			"statusu „%s” nie można zmienić na „%s”; pieniądze zwraca się przez zwrot",
		},
		{
			"it is %s and cannot become %s",
			"статус «%s» нельзя изменить на «%s»",
			"статус «%s» не можна змінити на «%s»",
			"statusu „%s” nie można zmienić na „%s”",
		},
		{
			"the order has no such payment",
			"в заказе нет такого платежа",
			"у замовленні немає такого платежу",
			"w zamówieniu nie ma takiej płatności",
		},
		{
			"it is %s; a receipt needs money received",
			"статус «%s»; чек выдают на полученные деньги",
			"статус «%s»; чек видають на отримані кошти",
			"status „%s”; paragon wystawia się za otrzymane pieniądze",
		},
		{
			"its money is %s; a refund receipt needs a refund that is settled",
			"деньги: %s; чек возврата прикладывают, когда возврат завершён",
			"кошти: %s; чек повернення долучають, коли повернення завершено",
			"pieniądze: %s; paragon zwrotu dołącza się po rozliczeniu zwrotu",
		},
		{
			"name a payment or a block, one of them",
			"укажите платёж или возврат — одно из двух",
			"зазначте платіж або повернення — одне з двох",
			"podaj płatność albo zwrot — jedno z dwojga",
		},
		{
			"receipt %s belongs to %s",
			"чек %s уже относится к другому: %s",
			"чек %s уже належить до іншого: %s",
			"paragon %s należy już do czego innego: %s",
		},
		{"it has this receipt", "этот чек уже прикреплён", "цей чек уже прикріплено", "ten paragon jest już dołączony"},
		{"it has receipt %s already", "чек уже есть: %s", "чек уже є: %s", "paragon już jest: %s"},
		{"it is attached", "он уже прикреплён", "його вже прикріплено", "jest już dołączony"},
		{"%s was paid back", "%s уже возвращено", "%s уже повернено", "%s już zwrócono"},
		{
			"no money is owed for it",
			"возвращать по нему нечего",
			"повертати за ним нічого",
			"nie ma w nim nic do zwrotu",
		},
		{
			"its refund is %s; wait for the gateway's answer or settle it",
			"%s; дождитесь ответа платёжного сервиса или отметьте итог вручную",
			"%s; дочекайтеся відповіді платіжного сервісу або позначте результат вручну",
			"%s; poczekaj na odpowiedź operatora płatności albo zapisz wynik ręcznie",
		},
		{
			"the goods must be back first; the return of line %s × %s is %s",
			"деньги возвращают после возврата товара, а позиция %s × %s: %s",
			"кошти повертають після повернення товару, а позиція %s × %s: %s",
			"pieniądze zwraca się po zwrocie towaru, a pozycja %s × %s: %s",
		},
		{
			"%s of %s is more than what is left of the payments",
			"%s из %s превышает остаток платежей",
			"%s із %s перевищує залишок платежів",
			"%s z %s przekracza pozostałą część płatności",
		},
		{"its money is %s", "деньги: %s", "кошти: %s", "pieniądze: %s"},
		{
			"that answers an earlier order to refund; this is number %d",
			"это ответ на более раннее поручение; текущее — № %d",
			"це відповідь на раніше доручення; поточне — № %d",
			"to odpowiedź na wcześniejsze zlecenie; bieżące ma numer %d",
		},
		{
			"its money is %s; no refund is under way",
			"деньги: %s; возврат сейчас не выполняется",
			"кошти: %s; повернення зараз не виконується",
			"pieniądze: %s; zwrot nie jest w toku",
		},
		{
			"%s of payment %s is not a share of the refused refund",
			"%s по платежу %s — не часть отклонённого возврата",
			"%s за платежем %s — не частина відхиленого повернення",
			"%s z płatności %s nie jest częścią odrzuconego zwrotu",
		},
		{
			"nothing is left to be paid; release it",
			"доплачивать нечего; отпустите удержанные деньги",
			"доплачувати нічого; відпустіть утримані кошти",
			"nie ma nic do zapłaty; zwolnij zablokowane środki",
		},
		{
			"nothing cannot be captured; release it",
			"сумма списания равна нулю; отпустите удержанные деньги",
			"сума списання дорівнює нулю; відпустіть утримані кошти",
			"kwota pobrania wynosi zero; zwolnij zablokowane środki",
		},
		{
			"%s cannot be captured of %s that is held",
			"нельзя списать %s: удержано %s",
			"не можна списати %s: утримано %s",
			"nie można pobrać %s: zablokowano %s",
		},
		{
			"with %s the order would be overpaid: %s is left to be paid",
			"со списанием %s заказ будет переплачен: осталось оплатить %s; укажите меньшую сумму",
			"зі списанням %s замовлення буде переплачено: залишилося сплатити %s; зазначте меншу суму",
			"z pobraniem %s zamówienie byłoby nadpłacone: pozostało do zapłaty %s; podaj mniejszą kwotę",
		},
		{
			"it is %s: no money is held",
			"статус «%s»: деньги по нему не удержаны",
			"статус «%s»: кошти за ним не утримано",
			"status „%s”: środki nie są zablokowane",
		},
		{
			"%s is under way; wait for the gateway's answer",
			"%s: выполняется; дождитесь ответа платёжного сервиса",
			"%s: виконується; дочекайтеся відповіді платіжного сервісу",
			"%s: w toku; poczekaj na odpowiedź operatora płatności",
		},
		{
			"%s is in doubt; find out at the gateway whether it was done, and settle it",
			"%s: итог неизвестен; проверьте в кабинете платёжного сервиса и отметьте итог",
			"%s: результат невідомий; перевірте в кабінеті платіжного сервісу й позначте результат",
			"%s: wynik nieznany; sprawdź u operatora płatności i zapisz wynik",
		},
		{
			"that answers an earlier order; this is number %d",
			"это ответ на более раннее поручение; текущее — № %d",
			"це відповідь на раніше доручення; поточне — № %d",
			"to odpowiedź na wcześniejsze zlecenie; bieżące ma numer %d",
		},
		{
			"the gateway's answer is known",
			"ответ платёжного сервиса уже записан",
			"відповідь платіжного сервісу вже записано",
			"odpowiedź operatora płatności jest już zapisana",
		},
		{
			"nothing is ordered of the money that is held",
			"списание или отмена удержания не поручались",
			"списання або скасування утримання не доручалися",
			"nie zlecono ani pobrania, ani zwolnienia środków",
		},
	}
}

// orderReturns are the refusals about return blocks.
func orderReturns() []entry {
	return []entry{
		{
			"a return needs one",
			"укажите причину возврата",
			"зазначте причину повернення",
			"podaj przyczynę zwrotu",
		},
		{
			"these units are returned, on the way back or cancelled",
			"эти товары уже возвращены, возвращаются или отменены",
			"ці товари вже повернено, вони повертаються або скасовані",
			"te towary są już zwrócone, w drodze powrotnej lub anulowane",
		},
		{
			"no units may be returned; they would have to be %s",
			"вернуть нечего: товары должны быть в статусе: %s",
			"повертати нічого: товари мають бути у статусі: %s",
			"nie ma czego zwrócić: towary muszą mieć status: %s",
		},
		{
			"the order has %d {1:return block|return blocks}",
			"в заказе %d {1:возврат|возврата|возвратов}",
			"у замовленні %d {1:повернення|повернення|повернень}",
			"zamówienie ma %d {1:zwrot|zwroty|zwrotów}",
		},
		{
			"none of its units can be %s; they are %v",
			"состояние «%s» для его товаров невозможно; сейчас: %s",
			"стан «%s» для його товарів неможливий; зараз: %s",
			"stan „%s” jest niemożliwy dla tych towarów; obecnie: %s",
		},
		{
			"its money is %s; units can leave it only before it is paid back",
			"деньги: %s; убрать товары из возврата можно только до возврата денег",
			"кошти: %s; прибрати товари з повернення можна лише до повернення коштів",
			"pieniądze: %s; towary można wycofać ze zwrotu tylko przed zwrotem pieniędzy",
		},
		{
			"%s of it is paid back already; those units cannot leave it",
			"по нему уже возвращено %s; товары, за которые это вернули, убрать нельзя",
			"за ним уже повернено %s; товари, за які це повернули, прибрати не можна",
			"zwrócono już %s; nie można wycofać towarów, za które zwrócono pieniądze",
		},
	}
}
