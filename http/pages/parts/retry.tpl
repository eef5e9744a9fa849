{{! What may work a moment later: the same address again. }}<a class="button" href="">{{t:layout.retry}}</a>
