package texts

// orderReductions are the refusals about price reductions, withheld sums and money that was paid back elsewhere.
func orderReductions() []entry {
	return []entry{
		{"a price reduction needs one", "не указана; укажите причину уценки", "не зазначено; вкажіть причину уцінки", "nie podano; podaj przyczynę obniżki ceny"},
		{
			"name the units whose price is reduced",
			"не выбраны товары; выберите, что уценить",
			"не вибрано товари; виберіть, що уцінити",
			"nie wybrano towarów; wybierz, co ma być tańsze",
		},
		{
			"the price must be reduced by more than 0",
			"сумма равна нулю; укажите, на сколько снизить цену",
			"сума дорівнює нулю; зазначте, на скільки знизити ціну",
			"kwota wynosi zero; podaj, o ile obniżyć cenę",
		},
		{
			"nothing is paid yet: change the price with Reprice",
			"заказ ещё не оплачен: измените цену товара",
			"замовлення ще не оплачено: змініть ціну товару",
			"zamówienie nie jest jeszcze opłacone: zmień cenę towaru",
		},
		{
			"what stays would cost less than now, %s: reduce its price with ReducePrice, before payment with Reprice",
			"то, что остаётся в заказе, стало бы дешевле, %s; снижайте цену уценкой, а до оплаты — изменением цены",
			"те, що залишається в замовленні, стало б дешевшим, %s; знижуйте ціну уцінкою, а до оплати — зміною ціни",
			"to, co zostaje w zamówieniu, byłoby tańsze, %s; obniż cenę osobno, a przed zapłatą zmień ceny",
		},
		{
			"what stays would get dearer by %s, but what goes back costs %s only: a return makes nothing due",
			"то, что остаётся в заказе, подорожало бы на %s, а возвращается товаров только на %s; возврат не может потребовать доплаты: проверьте цены",
			"те, що залишається в замовленні, подорожчало б на %s, а повертається товарів лише на %s; повернення не може вимагати доплати: перевірте ціни",
			"to, co zostaje w zamówieniu, podrożałoby o %s, a wraca towar tylko za %s; zwrot nie może wymagać dopłaty: sprawdź ceny",
		},
		{
			"%s is more than the units cost, %s",
			"%s больше стоимости этих товаров (%s); укажите не больше неё",
			"%s більше за вартість цих товарів (%s); зазначте не більше за неї",
			"%s to więcej niż wartość tych towarów (%s); podaj najwyżej tę kwotę",
		},
		{
			"its goods stay with the buyer; nothing comes back",
			"товары остаются у покупателя; принимать нечего",
			"товари залишаються в покупця; приймати нічого",
			"towary zostają u kupującego; nie ma czego przyjąć",
		},
		{
			"%s of it was withheld; those units cannot leave it",
			"из него удержано %s; убрать эти товары из возврата нельзя",
			"з нього утримано %s; прибрати ці товари з повернення не можна",
			"potrącono z niego %s; tych towarów nie można wycofać ze zwrotu",
		},
		{
			"withhold more than 0, or leave Withhold out",
			"удерживаемая сумма равна нулю; укажите сумму или не удерживайте ничего",
			"утримувана сума дорівнює нулю; зазначте суму або не утримуйте нічого",
			"potrącana kwota wynosi zero; podaj kwotę albo niczego nie potrącaj",
		},
		{
			"%s cannot be withheld of the %s that are still owed",
			"нельзя удержать %s: покупателю причитается только %s",
			"не можна утримати %s: покупцю належить лише %s",
			"nie można potrącić %s: kupującemu należy się tylko %s",
		},
		{
			"say why the sum is withheld: way-back, lost-discount, replacement, exchange or other",
			"укажите, за что удержана сумма: обратная доставка, утраченная скидка, замена, обмен или другое",
			"зазначте, за що утримано суму: зворотна доставка, втрачена знижка, заміна, обмін чи інше",
			"podaj, za co potrącono kwotę: przesyłka zwrotna, utracony rabat, wymiana na to samo, wymiana na inny towar lub inne",
		},
		{
			"say in Withholding.Text why the sum is withheld",
			"напишите, за что удержана сумма",
			"напишіть, за що утримано суму",
			"napisz, za co potrącono kwotę",
		},
		{
			"all of it is withheld: nothing was paid back for it; leave the payment out",
			"сумма удержана полностью, денег за неё не возвращали; не указывайте платёж",
			"суму утримано повністю, коштів за неї не повертали; не вказуйте платіж",
			"potrącono całą kwotę, więc nic za nią nie zwrócono; nie wskazuj płatności",
		},
		{
			"in the scheme %s the channel pays back; leave the payment out",
			"по схеме «%s» деньги возвращает площадка; не указывайте платёж",
			"за схемою «%s» кошти повертає майданчик; не вказуйте платіж",
			"w schemacie „%s” pieniądze zwraca platforma; nie wskazuj płatności",
		},
		{
			"the order has received no such payment",
			"такого полученного платежа в заказе нет; укажите другой",
			"такого отриманого платежу в замовленні немає; вкажіть інший",
			"zamówienie nie ma takiej otrzymanej płatności; wskaż inną",
		},
		{
			"%s of it were paid back at the gateway without a refund here, not %s: take the sum that was paid back, or leave the payment out and order the refund",
			"в кабинете платёжной системы по нему вернули %s, а не %s: укажите возвращённую сумму или оформите возврат денег без платежа",
			"у кабінеті платіжної системи за ним повернули %s, а не %s: зазначте повернену суму або оформіть повернення коштів без платежу",
			"w panelu operatora płatności zwrócono z niej %s, a nie %s: podaj zwróconą kwotę albo zleć zwrot pieniędzy bez tej płatności",
		},
	}
}
